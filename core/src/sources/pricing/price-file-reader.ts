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
import { dropUndefined } from '../../apis/index.ts';
import type { InstanceOffering, OfferedGpu, PriceBook, PriceProvider } from '../../cost/index.ts';
import type { GpuVendor } from '../../gpu/index.ts';
import type { PathPart } from '../../manifest/index.ts';
import { toNumber } from '../../units/quantity.ts';

/** A mistake in a price file. */
export interface PriceFileProblem {
  readonly path: FieldPath;
  readonly part: PathPart;
  readonly message: string;
}

const providers: readonly PriceProvider[] = ['aws', 'gcp', 'azure', 'example', 'custom'];
const vendors: readonly GpuVendor[] = ['nvidia', 'amd', 'intel', 'habana'];
const architectures = ['amd64', 'arm64'] as const;

const bookFields = [
  'apiVersion',
  'kind',
  'metadata',
  'provider',
  'region',
  'currency',
  'asOf',
  'source',
  'offerings',
];
const offeringFields = [
  ...['instanceType', 'cpu', 'memory', 'gpu', 'architecture', 'onDemandPerHour', 'spotPerHour'],
  ...['spotIsEstimate', 'maxPods', 'allocatable'],
];

/**
 * The price book that the object describes, and all that is wrong with it; where there are problems the book
 * is not to be used. `fileName` is its source unless it names one.
 */
export function readPriceBook(
  object: unknown,
  fileName: string,
): { readonly book: PriceBook; readonly problems: readonly PriceFileProblem[] } {
  const reader = new PriceFileReader(object);
  return { book: reader.readBook(fileName), problems: reader.problems };
}

class PriceFileReader {
  readonly problems: PriceFileProblem[] = [];
  readonly #root: unknown;

  constructor(root: unknown) {
    this.#root = root;
  }

  readBook(fileName: string): PriceBook {
    this.#refuseUnknown([], bookFields);
    const book = {
      provider: this.#oneOf(['provider'], providers) ?? 'custom',
      region: this.#text(['region'], /./, 'must be the name of a region') ?? '',
      currency: this.#text(['currency'], /^[A-Z]{3}$/, 'must be an ISO 4217 code such as USD') ?? '',
      asOf:
        this.#text(['asOf'], /^\d{4}-\d{2}-\d{2}$/, 'must be the day of the prices, such as 2026-08-01') ??
        '',
      source: stringAt(this.#root, 'source') ?? fileName,
      offerings: this.#offerings(),
    };
    if (Number.isNaN(Date.parse(book.asOf)) && book.asOf !== '') {
      this.#report(['asOf'], 'is no day of the calendar');
    }
    return book;
  }

  #offerings(): readonly InstanceOffering[] {
    const offerings: unknown = valueAt(this.#root, 'offerings');
    if (!Array.isArray(offerings) || offerings.length === 0) {
      this.#report(['offerings'], 'must be a list of at least one instance type');
      return [];
    }
    const seen = new Set<string>();
    return offerings.map((_, index) => {
      const offering = this.#offering(['offerings', index]);
      if (seen.has(offering.instanceType)) {
        this.#report(['offerings', index, 'instanceType'], `${offering.instanceType} is listed twice`);
      }
      if (offering.instanceType !== '') seen.add(offering.instanceType);
      return offering;
    });
  }

  #offering(path: FieldPath): InstanceOffering {
    if (!this.#isMapping(path)) return noOffering;
    this.#refuseUnknown(path, offeringFields);
    const hasAllocatable = valueAt(this.#root, ...path, 'allocatable') !== undefined;
    return dropUndefined({
      instanceType: this.#text([...path, 'instanceType'], /./, 'must be the name of an instance type') ?? '',
      cpuCores: this.#amount([...path, 'cpu'], 'CPUs, such as 4'),
      memoryBytes: this.#amount([...path, 'memory'], 'memory, such as 16Gi'),
      gpu: this.#gpu([...path, 'gpu']),
      architecture: this.#oneOf([...path, 'architecture'], architectures) ?? 'amd64',
      onDemandPerHour: this.#price([...path, 'onDemandPerHour'], true) ?? 0,
      spotPerHour: this.#price([...path, 'spotPerHour'], false),
      spotIsEstimate: this.#flag([...path, 'spotIsEstimate']),
      maxPods: this.#count([...path, 'maxPods'], false),
      allocatable: hasAllocatable ? this.#allocatable([...path, 'allocatable']) : undefined,
    });
  }

  #allocatable(path: FieldPath): NonNullable<InstanceOffering['allocatable']> {
    if (!this.#isMapping(path)) return { cpuCores: 0, memoryBytes: 0 };
    this.#refuseUnknown(path, ['cpu', 'memory']);
    return {
      cpuCores: this.#amount([...path, 'cpu'], 'CPUs, such as 3920m'),
      memoryBytes: this.#amount([...path, 'memory'], 'memory, such as 14Gi'),
    };
  }

  #gpu(path: FieldPath): OfferedGpu | undefined {
    if (valueAt(this.#root, ...path) === undefined || !this.#isMapping(path)) return undefined;
    this.#refuseUnknown(path, ['model', 'count', 'memory', 'vendor']);
    const hasMemory = valueAt(this.#root, ...path, 'memory') !== undefined;
    return dropUndefined({
      model: this.#text([...path, 'model'], /./, 'must be the name of a GPU') ?? '',
      count: this.#count([...path, 'count'], true) ?? 1,
      memoryBytes: hasMemory ? this.#amount([...path, 'memory'], 'memory, such as 24Gi') : undefined,
      vendor: this.#oneOf([...path, 'vendor'], vendors),
    });
  }

  #text(path: FieldPath, pattern: RegExp, expected: string): string | undefined {
    const text = stringAt(this.#root, ...path);
    if (text !== undefined && pattern.test(text)) return text;
    this.#report(path, expected);
    return undefined;
  }

  #oneOf<T extends string>(path: FieldPath, words: readonly T[]): T | undefined {
    const value = valueAt(this.#root, ...path);
    const word = words.find((known) => known === value);
    if (word === undefined && value !== undefined) this.#report(path, `must be one of ${words.join(', ')}`);
    return word;
  }

  #amount(path: FieldPath, expected: string): number {
    const quantity = quantityAt(this.#root, ...path);
    if (quantity && quantity.nanos > 0n) return toNumber(quantity);
    this.#report(path, `must be an amount of ${expected}`);
    return 0;
  }

  #price(path: FieldPath, required: boolean): number | undefined {
    const value = valueAt(this.#root, ...path);
    if (value === undefined && !required) return undefined;
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
    this.#report(path, 'must be a price per hour: a number, 0 or more, without a currency');
    return undefined;
  }

  #count(path: FieldPath, required: boolean): number | undefined {
    const value = integerAt(this.#root, ...path);
    if (value !== undefined && value >= 1) return value;
    if (required || valueAt(this.#root, ...path) !== undefined) {
      this.#report(path, 'must be a whole number, 1 or more');
    }
    return undefined;
  }

  #flag(path: FieldPath): boolean | undefined {
    const flag = booleanAt(this.#root, ...path);
    if (flag === undefined && valueAt(this.#root, ...path) !== undefined) {
      this.#report(path, 'must be true or false');
    }
    return flag;
  }

  #isMapping(path: FieldPath): boolean {
    if (hasMappingAt(this.#root, ...path)) return true;
    this.#report(path, 'must be a mapping of fields');
    return false;
  }

  #refuseUnknown(path: FieldPath, known: readonly string[]): void {
    for (const [name] of entriesAt(this.#root, ...path)) {
      if (known.includes(name)) continue;
      const message = `${nameOf([...path, name])} is no field of a PriceBook: here are ${known.join(', ')}`;
      this.problems.push({ path: [...path, name], part: 'key', message });
    }
  }

  #report(path: FieldPath, expected: string): void {
    const missing = valueAt(this.#root, ...path) === undefined;
    const message = `${nameOf(path)} ${missing ? 'is missing: it ' : ''}${expected}`;
    this.problems.push({ path, part: missing ? 'key' : 'value', message });
  }
}

const noOffering: InstanceOffering = {
  instanceType: '',
  cpuCores: 0,
  memoryBytes: 0,
  architecture: 'amd64',
  onDemandPerHour: 0,
};

/** `offerings[2].gpu.count`. */
function nameOf(path: FieldPath): string {
  return path.reduce<string>((name, segment) => {
    if (typeof segment === 'number') return `${name}[${segment}]`;
    return name === '' ? segment : `${name}.${segment}`;
  }, '');
}
