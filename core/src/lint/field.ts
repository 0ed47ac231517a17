import type { Path, PathPart, Range } from '../manifest/ranges.ts';
import type { Resource } from '../manifest/source-file.ts';
import { parseQuantity, type Quantity } from '../units/quantity.ts';

/**
 * A node of an object together with the way to it, so that what a rule reads is also what it can point at. Reading
 * never fails: a field that is missing or of another type answers `undefined`.
 */
export class Field {
  readonly resource: Resource;
  readonly value: unknown;
  readonly #parent: Field | undefined;
  readonly #below: Path;

  constructor(resource: Resource, value: unknown, parent?: Field, below: Path = []) {
    this.resource = resource;
    this.value = value;
    this.#parent = parent;
    this.#below = below;
  }

  /** Put together when asked for: most fields are only read. */
  get path(): Path {
    return this.#parent ? [...this.#parent.path, ...this.#below] : this.#below;
  }

  /** The field below, whether or not it is there. */
  get(...segments: readonly (string | number)[]): Field {
    let value = this.value;
    for (const segment of segments) value = child(value, segment);
    return new Field(this.resource, value, this, segments);
  }

  /** Written in the manifest, and not as `null`. */
  get exists(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  get string(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  get number(): number | undefined {
    return typeof this.value === 'number' ? this.value : undefined;
  }

  /** An `int32` or `int64` of the API; a fraction is none. */
  get integer(): number | undefined {
    return Number.isInteger(this.value) ? (this.value as number) : undefined;
  }

  get boolean(): boolean | undefined {
    return typeof this.value === 'boolean' ? this.value : undefined;
  }

  /** A quantity as Kubernetes reads it: a number or a string. `undefined` where it cannot be read. */
  get quantity(): Quantity | undefined {
    if (typeof this.value !== 'string' && typeof this.value !== 'number') return undefined;
    const parsed = parseQuantity(String(this.value));
    return parsed.ok ? parsed.value : undefined;
  }

  /** The value as it would be printed: for messages. */
  get text(): string {
    return typeof this.value === 'string' ? this.value : JSON.stringify(this.value ?? null);
  }

  get items(): readonly Field[] {
    return Array.isArray(this.value) ? this.value.map((_, index) => this.get(index)) : [];
  }

  get entries(): readonly (readonly [string, Field])[] {
    if (!isMapping(this.value)) return [];
    return Object.keys(this.value).map((key) => [key, this.get(key)] as const);
  }

  get parent(): Field {
    return rootOf(this.resource).get(...this.path.slice(0, -1));
  }

  range(part: PathPart = 'value'): Range {
    return this.resource.rangeOf(this.path, part);
  }
}

/** The root of an object. */
export function rootOf(resource: Resource): Field {
  return new Field(resource, resource.object);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function child(value: unknown, segment: string | number): unknown {
  if (typeof segment === 'number') return Array.isArray(value) ? (value[segment] as unknown) : undefined;
  return isMapping(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
}
