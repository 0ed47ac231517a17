import type { Path } from '../ranges.ts';

/** Why a manifest is not edited at a path. */
export interface EditRefusal {
  /**
   * `aliased`: the text stands for other places too. `templated`: it is filled in by a template or a substitution.
   * `missing` and `exists`: the path. `unsupported`: a layout in which the result would not be what was asked.
   */
  readonly code: 'aliased' | 'templated' | 'missing' | 'exists' | 'unsupported';
  readonly message: string;
}

export function missing(path: Path): EditRefusal {
  return { code: 'missing', message: `there is no ${pathText(path)} to change` };
}

export function exists(path: Path): EditRefusal {
  return { code: 'exists', message: `${pathText(path)} exists already` };
}

export function aliased(path: Path): EditRefusal {
  const message = `${pathText(path)} is shared through an anchor: change it by hand, where all of its places are seen`;
  return { code: 'aliased', message };
}

export function templated(path: Path): EditRefusal {
  return { code: 'templated', message: `${pathText(path)} is filled in by a template: change it there` };
}

export function inTemplate(path: Path): EditRefusal {
  const message = `${pathText(path)} stands in a template: change it by hand, where what is around it is seen`;
  return { code: 'templated', message };
}

export function unsupported(path: Path, reason: string): EditRefusal {
  return { code: 'unsupported', message: `${pathText(path)} cannot be edited safely: ${reason}` };
}

/** `spec.metrics[0].type`, as kubectl writes paths. */
function pathText(path: Path): string {
  const text = path.map((segment) => (typeof segment === 'number' ? `[${segment}]` : `.${segment}`)).join('');
  return text === '' ? 'the object' : text.replace(/^\./, '');
}
