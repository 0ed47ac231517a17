import { type FieldPath, stringAt, valueAt } from '../../apis/field-values.ts';
import { dropUndefined } from '../../apis/index.ts';
import type { InstanceOffering, OfferedGpu, PriceBook, PriceProvider } from '../../cost/index.ts';
import type { GpuVendor } from '../../gpu/index.ts';
import { PriceFields, type PriceFileProblem } from './price-fields.ts';

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
  ...['spotIsEstimate', 'maxPods', 'allocatable', 'source', 'asOf'],
];

/**
 * The price book that the object describes, and all that is wrong with it; where there are problems the book
 * is not to be used. `fileName` is its source unless it names one.
 */
export function readPriceBook(
  object: unknown,
  fileName: string,
): { readonly book: PriceBook; readonly problems: readonly PriceFileProblem[] } {
  const reader = new PriceFileReader(object, 'PriceBook');
  return { book: reader.readBook(fileName), problems: reader.problems };
}

class PriceFileReader extends PriceFields {
  readBook(fileName: string): PriceBook {
    this.refuseUnknown([], bookFields);
    return {
      provider: this.oneOf(['provider'], providers) ?? 'custom',
      region: this.text(['region'], /./, 'must be the name of a region') ?? '',
      currency: this.currency(['currency']),
      asOf: this.day(['asOf'], 'must be the day of the prices, such as 2026-08-01'),
      source: stringAt(this.root, 'source') ?? fileName,
      offerings: this.#offerings(),
    };
  }

  #offerings(): readonly InstanceOffering[] {
    const offerings: unknown = valueAt(this.root, 'offerings');
    if (!Array.isArray(offerings) || offerings.length === 0) {
      this.report(['offerings'], 'must be a list of at least one instance type');
      return [];
    }
    const seen = new Set<string>();
    return offerings.map((_, index) => {
      const offering = this.#offering(['offerings', index]);
      if (seen.has(offering.instanceType)) {
        this.report(['offerings', index, 'instanceType'], `${offering.instanceType} is listed twice`);
      }
      if (offering.instanceType !== '') seen.add(offering.instanceType);
      return offering;
    });
  }

  #offering(path: FieldPath): InstanceOffering {
    if (!this.isMapping(path)) return noOffering;
    this.refuseUnknown(path, offeringFields);
    const has = (name: string): boolean => valueAt(this.root, ...path, name) !== undefined;
    return dropUndefined({
      instanceType: this.text([...path, 'instanceType'], /./, 'must be the name of an instance type') ?? '',
      cpuCores: this.amount([...path, 'cpu'], 'CPUs, such as 4'),
      memoryBytes: this.amount([...path, 'memory'], 'memory, such as 16Gi'),
      gpu: this.#gpu([...path, 'gpu']),
      architecture: this.oneOf([...path, 'architecture'], architectures) ?? 'amd64',
      onDemandPerHour: this.price([...path, 'onDemandPerHour'], true) ?? 0,
      spotPerHour: this.price([...path, 'spotPerHour'], false),
      spotIsEstimate: this.flag([...path, 'spotIsEstimate']),
      maxPods: this.count([...path, 'maxPods'], false),
      allocatable: has('allocatable') ? this.#allocatable([...path, 'allocatable']) : undefined,
      source: has('source') ? this.text([...path, 'source'], /./, 'must be a text') : undefined,
      asOf: has('asOf') ? this.day([...path, 'asOf'], 'must be the day of the price') : undefined,
    });
  }

  #allocatable(path: FieldPath): NonNullable<InstanceOffering['allocatable']> {
    if (!this.isMapping(path)) return { cpuCores: 0, memoryBytes: 0 };
    this.refuseUnknown(path, ['cpu', 'memory']);
    return {
      cpuCores: this.amount([...path, 'cpu'], 'CPUs, such as 3920m'),
      memoryBytes: this.amount([...path, 'memory'], 'memory, such as 14Gi'),
    };
  }

  #gpu(path: FieldPath): OfferedGpu | undefined {
    if (valueAt(this.root, ...path) === undefined || !this.isMapping(path)) return undefined;
    this.refuseUnknown(path, ['model', 'count', 'memory', 'vendor']);
    const hasMemory = valueAt(this.root, ...path, 'memory') !== undefined;
    return dropUndefined({
      model: this.text([...path, 'model'], /./, 'must be the name of a GPU') ?? '',
      count: this.count([...path, 'count'], true) ?? 1,
      memoryBytes: hasMemory ? this.amount([...path, 'memory'], 'memory, such as 24Gi') : undefined,
      vendor: this.oneOf([...path, 'vendor'], vendors),
    });
  }
}

const noOffering: InstanceOffering = {
  instanceType: '',
  cpuCores: 0,
  memoryBytes: 0,
  architecture: 'amd64',
  onDemandPerHour: 0,
};
