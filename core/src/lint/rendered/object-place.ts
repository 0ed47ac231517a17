import type { Path, PathPart, Range } from '../../manifest/ranges.ts';
import type { Resource } from '../../manifest/source-file.ts';

/** A place in an object, free of the text that it was found in. */
export interface ObjectPlace {
  readonly path: Path;
  readonly part: PathPart;
}

/** The object of a file that a range lies in: that of its document, the smallest where a list holds several. */
export function resourceAt(resources: readonly Resource[], range: Range): Resource | undefined {
  return resources
    .filter((resource) => encloses(resource.rangeOf([], 'value'), range))
    .toSorted((a, b) => lengthOf(a.rangeOf([], 'value')) - lengthOf(b.rangeOf([], 'value')))[0];
}

/** The deepest entry of an object that encloses a range, and which part of it the range is. */
export function placeAt(resource: Resource, range: Range): ObjectPlace {
  let path: Path = [];
  let value: unknown = resource.object;
  for (;;) {
    const key = keysOf(value).find((each) => encloses(resource.rangeOf([...path, each], 'entry'), range));
    if (key === undefined) break;
    path = [...path, key];
    value = (value as Readonly<Record<string | number, unknown>>)[key];
  }
  const isPart = (part: PathPart): boolean => {
    const { start, end } = resource.rangeOf(path, part);
    return start === range.start && end === range.end;
  };
  return { path, part: (['value', 'key', 'entry'] as const).find(isPart) ?? 'value' };
}

/** What stands at a path; `undefined` where nothing does. */
export function valueAt(resource: Resource, path: Path): unknown {
  let value: unknown = resource.object;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[segment];
  }
  return value;
}

function keysOf(value: unknown): readonly (string | number)[] {
  if (Array.isArray(value)) return [...value.keys()];
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function encloses(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function lengthOf({ start, end }: Range): number {
  return end - start;
}
