import { type FileSource, SourceError } from '../ports/index.ts';

/** Files by POSIX path, without `.gitignore` or links. */
export function memoryFiles(
  textByPath: Readonly<Record<string, string>>,
  description = 'files in memory',
): FileSource {
  const all = Object.keys(textByPath).sort();
  const missing = (path: string): SourceError =>
    new SourceError({
      code: 'not-found',
      source: path,
      message: `cannot read ${path}: there is no such file`,
    });
  return {
    description,
    list: async (paths, endings) => {
      const found = paths.flatMap((path) => {
        if (path in textByPath) return [path];
        const below = path === '.' ? all : all.filter((each) => each.startsWith(`${path}/`));
        if (below.length === 0) throw missing(path);
        return below.filter((each) => endings.some((ending) => each.endsWith(ending)));
      });
      return Promise.resolve([...new Set(found)].sort());
    },
    read: async (path) => {
      const text = textByPath[path];
      if (text === undefined) throw missing(path);
      return Promise.resolve(text);
    },
  };
}
