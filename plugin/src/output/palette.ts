/** Text attributes; each function returns its text unchanged where colour is off. */
export interface Palette {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly blue: (text: string) => string;
}

const attribute =
  (on: number, off: number) =>
  (text: string): string =>
    `\u001b[${on}m${text}\u001b[${off}m`;

const coloured: Palette = {
  bold: attribute(1, 22),
  dim: attribute(2, 22),
  red: attribute(31, 39),
  yellow: attribute(33, 39),
  green: attribute(32, 39),
  blue: attribute(34, 39),
};

const same = (text: string): string => text;
/** No attributes: for files, and for what is not a terminal. */
export const plainPalette: Palette = {
  bold: same,
  dim: same,
  red: same,
  yellow: same,
  green: same,
  blue: same,
};

/** Whether to colour a stream: only a terminal, never with NO_COLOR (https://no-color.org), always with FORCE_COLOR. */
export function usesColour(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0') return true;
  return stream.isTTY === true && env.TERM !== 'dumb';
}

export function paletteFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Palette {
  return usesColour(stream, env) ? coloured : plainPalette;
}
