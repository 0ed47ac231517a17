/**
 * Whether a `/`-separated path matches a glob: `*` and `?` stay inside one segment, `**` spans segments, and a glob
 * without a slash matches the last segment, as in `.gitignore`.
 */
export function matchesGlob(glob: string, path: string): boolean {
  const anchored = glob.replace(/^\.?\//, '');
  const source = anchored.includes('/') ? anchored : `**/${anchored}`;
  return new RegExp(`^${toPattern(source)}$`).test(path);
}

function toPattern(glob: string): string {
  return glob
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((token) => wildcards.get(token) ?? token.replace(/[.+^${}()|[\]\\]/g, '\\$&'))
    .join('');
}

const wildcards: ReadonlyMap<string, string> = new Map([
  ['**/', '(?:[^/]+/)*'],
  ['**', '.*'],
  ['*', '[^/]*'],
  ['?', '[^/]'],
]);
