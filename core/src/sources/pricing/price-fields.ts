import {
  booleanAt,
  entriesAt,
  type FieldPath,
  hasMappingAt,
  integerAt,
  quantityAt,
  stringAt,
  valueAt,
} from '../../apis/field-values.ts';
import type { PathPart } from '../../manifest/index.ts';
import { toNumber } from '../../units/quantity.ts';

/** A mistake in a file of prices or terms. */
export interface PriceFileProblem {
  readonly path: FieldPath;
  readonly part: PathPart;
  readonly message: string;
}

/** Reads the fields of one object and keeps what is wrong with them; what is wrong reads as nothing. */
export class PriceFields {
  readonly problems: PriceFileProblem[] = [];
  readonly root: unknown;
  readonly #kind: string;

  /** `kind` is what messages call the object. */
  constructor(root: unknown, kind: string) {
    this.root = root;
    this.#kind = kind;
  }

  text(path: FieldPath, pattern: RegExp, expected: string): string | undefined {
    const text = stringAt(this.root, ...path);
    if (text !== undefined && pattern.test(text)) return text;
    this.report(path, expected);
    return undefined;
  }

  oneOf<T extends string>(path: FieldPath, words: readonly T[]): T | undefined {
    const value = valueAt(this.root, ...path);
    const word = words.find((known) => known === value);
    if (word === undefined && value !== undefined) this.report(path, `must be one of ${words.join(', ')}`);
    return word;
  }

  amount(path: FieldPath, expected: string): number {
    const quantity = quantityAt(this.root, ...path);
    if (quantity && quantity.nanos > 0n) return toNumber(quantity);
    this.report(path, `must be an amount of ${expected}`);
    return 0;
  }

  price(path: FieldPath, required: boolean): number | undefined {
    const value = valueAt(this.root, ...path);
    if (value === undefined && !required) return undefined;
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
    this.report(path, 'must be a price per hour: a number, 0 or more, without a currency');
    return undefined;
  }

  count(path: FieldPath, required: boolean): number | undefined {
    const value = integerAt(this.root, ...path);
    if (value !== undefined && value >= 1) return value;
    if (required || valueAt(this.root, ...path) !== undefined) {
      this.report(path, 'must be a whole number, 1 or more');
    }
    return undefined;
  }

  flag(path: FieldPath): boolean | undefined {
    const flag = booleanAt(this.root, ...path);
    if (flag === undefined && valueAt(this.root, ...path) !== undefined) {
      this.report(path, 'must be true or false');
    }
    return flag;
  }

  isMapping(path: FieldPath): boolean {
    if (hasMappingAt(this.root, ...path)) return true;
    this.report(path, 'must be a mapping of fields');
    return false;
  }

  refuseUnknown(path: FieldPath, known: readonly string[]): void {
    for (const [name] of entriesAt(this.root, ...path)) {
      if (known.includes(name)) continue;
      const message = `${nameOf([...path, name])} is no field of a ${this.#kind}: here are ${known.join(', ')}`;
      this.problems.push({ path: [...path, name], part: 'key', message });
    }
  }

  report(path: FieldPath, expected: string): void {
    const missing = valueAt(this.root, ...path) === undefined;
    const message = `${nameOf(path)} ${missing ? 'is missing: it ' : ''}${expected}`;
    this.problems.push({ path, part: missing ? 'key' : 'value', message });
  }

  /** A number from `least` to `most`. */
  number(path: FieldPath, least: number, most: number, expected: string): number | undefined {
    const value = valueAt(this.root, ...path);
    if (typeof value === 'number' && value >= least && value <= most) return value;
    this.report(path, expected);
    return undefined;
  }

  /** The day of something, as ISO writes it. */
  day(path: FieldPath, expected: string): string {
    const day = this.text(path, /^\d{4}-\d{2}-\d{2}$/, expected) ?? '';
    if (day !== '' && Number.isNaN(Date.parse(day))) this.report(path, 'is no day of the calendar');
    return day;
  }

  /** ISO 4217. */
  currency(path: FieldPath): string {
    return this.text(path, /^[A-Z]{3}$/, 'must be an ISO 4217 code such as USD') ?? '';
  }

  /** How many entries the list has; a mistake where it is none. */
  list(path: FieldPath): readonly FieldPath[] {
    const value = valueAt(this.root, ...path);
    if (value === undefined) return [];
    if (Array.isArray(value)) return value.map((_, index) => [...path, index]);
    this.report(path, 'must be a list');
    return [];
  }

  /** Texts of a list; all must be. */
  texts(path: FieldPath): readonly string[] {
    return this.list(path).flatMap((at) => this.text(at, /./, 'must be a text') ?? []);
  }
}

/** `offerings[2].gpu.count`. */
function nameOf(path: FieldPath): string {
  return path.reduce<string>((name, segment) => {
    if (typeof segment === 'number') return `${name}[${segment}]`;
    return name === '' ? segment : `${name}.${segment}`;
  }, '');
}
