import type { Path, Position } from '../../manifest/index.ts';

/** What is wrong at a place of a configuration. With an `error` in it nothing is served. */
export interface ConfigProblem {
  readonly severity: 'error' | 'warning';
  readonly path: Path;
  readonly position: Position;
  readonly message: string;
}

/** `rules[2].resources.overrides.pod`, for people. */
export function pathText(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');
}
