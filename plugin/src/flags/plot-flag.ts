import { Errors, Flags } from '@oclif/core';

/** Where charts go, and as what. */
export interface PlotFile {
  readonly path: string;
  readonly format: 'svg' | 'html';
}

const plotFile = Flags.custom<PlotFile>({
  helpValue: 'FILE.svg|FILE.html',
  parse: (path) => {
    const format = /\.(svg|html)$/.exec(path)?.[1];
    if (format === 'svg' || format === 'html') return Promise.resolve({ path, format });
    return Promise.reject(
      new Errors.CLIError(`--plot ${path}: the name ends with .svg or .html`, { exit: 2 }),
    );
  },
});

/** Charts as a file. */
export const plotFlag = {
  plot: plotFile({
    summary: 'Also write history and forecast as a picture, or as a page that needs no network.',
  }),
};
