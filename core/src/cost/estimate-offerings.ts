import { dropUndefined } from '../apis/drop-undefined.ts';
import type { NodeView } from '../apis/node.ts';
import { gpuResource } from '../gpu/gpu-resource.ts';
import { quantile } from '../stats/quantile.ts';
import { resourcesAmong } from './pod-resources.ts';
import type { InstanceOffering, OfferedGpu, PriceBook } from './price-book.ts';

/** Fewer instance types to learn from would be a guess, not an estimate. */
const fewest = 5;

const gibibyte = 2 ** 30;

/**
 * The book with an estimate for each instance type of the nodes that it does not have, from the shape that the nodes report:
 * a price per core and GiB that fits the types of the same architecture without GPUs best (least squares of relative errors), and
 * for GPUs what those of the same model cost beyond that. The range holds four fifths of the types that it was learned from. A type
 * that cannot be estimated (unknown model of GPU, too few types to learn from) stays unknown.
 */
export function withEstimates(book: PriceBook, nodes: readonly NodeView[]): PriceBook {
  const known = new Set(book.offerings.map(({ instanceType }) => instanceType));
  const estimated: InstanceOffering[] = [];
  for (const node of nodes) {
    const { instanceType } = node;
    if (instanceType === undefined || known.has(instanceType)) continue;
    known.add(instanceType);
    const offering = estimate(instanceType, node, book);
    if (offering) estimated.push(offering);
  }
  return estimated.length === 0 ? book : { ...book, offerings: [...book.offerings, ...estimated] };
}

interface Shape {
  readonly cpuCores: number;
  readonly memoryBytes: number;
}

interface Rates {
  readonly perCore: number;
  readonly perGib: number;
}

function estimate(instanceType: string, node: NodeView, book: PriceBook): InstanceOffering | undefined {
  const capacity = resourcesAmong(node.capacity);
  const architecture = node.architecture === 'arm64' ? 'arm64' : 'amd64';
  const plain = book.offerings.filter((each) => !each.gpu && each.architecture === architecture);
  const rates = plain.length < fewest || capacity.cpuCores <= 0 ? undefined : fit(plain);
  if (!rates) return undefined;
  const gpu = gpuOf(node, book);
  if (gpu === 'unknown') return undefined;
  const alike = gpu ? book.offerings.filter((each) => each.gpu?.model === gpu.model) : plain;
  const perGpu = gpu
    ? (quantile(
        alike.map((each) => beyond(each, rates) / (each.gpu?.count ?? 1)),
        0.5,
      ) ?? 0)
    : 0;
  const priceOf = (shape: Shape, gpus: number): number =>
    Math.max(shapePrice(shape, rates) + gpus * perGpu, 0);
  const price = priceOf(capacity, gpu?.count ?? 0);
  const ratios = alike.map((each) => each.onDemandPerHour / priceOf(each, each.gpu?.count ?? 0));
  const spot = quantile(
    alike.flatMap(({ spotPerHour, onDemandPerHour }) =>
      spotPerHour === undefined ? [] : [spotPerHour / onDemandPerHour],
    ),
    0.5,
  );
  const { cpuCores, memoryBytes } = resourcesAmong(node.allocatable);
  return dropUndefined({
    instanceType,
    cpuCores: capacity.cpuCores,
    memoryBytes: capacity.memoryBytes,
    gpu,
    architecture,
    onDemandPerHour: price,
    onDemandRange: {
      lower: price * (quantile(ratios, 0.1) ?? 1),
      upper: price * (quantile(ratios, 0.9) ?? 1),
    },
    spotPerHour: spot === undefined ? undefined : price * spot,
    spotIsEstimate: spot === undefined ? undefined : true,
    allocatable: { cpuCores, memoryBytes },
    source: 'estimated from its shape',
  } as const);
}

function shapePrice({ cpuCores, memoryBytes }: Shape, { perCore, perGib }: Rates): number {
  return cpuCores * perCore + (memoryBytes / gibibyte) * perGib;
}

function beyond(offering: InstanceOffering, rates: Rates): number {
  return offering.onDemandPerHour - shapePrice(offering, rates);
}

/** min over a, b of Σ ((a·cores + b·GiB) ÷ price − 1)²; no rate is below nothing. */
function fit(offerings: readonly InstanceOffering[]): Rates {
  let [cc, cm, mm, c1, m1] = [0, 0, 0, 0, 0];
  for (const { cpuCores, memoryBytes, onDemandPerHour } of offerings) {
    if (onDemandPerHour <= 0) continue;
    const [c, m] = [cpuCores / onDemandPerHour, memoryBytes / gibibyte / onDemandPerHour];
    [cc, cm, mm, c1, m1] = [cc + c * c, cm + c * m, mm + m * m, c1 + c, m1 + m];
  }
  const determinant = cc * mm - cm * cm;
  const perCore = determinant === 0 ? 0 : (c1 * mm - m1 * cm) / determinant;
  const perGib = determinant === 0 ? 0 : (m1 * cc - c1 * cm) / determinant;
  if (perCore >= 0 && perGib >= 0 && determinant !== 0) return { perCore, perGib };
  return perGib > perCore ? { perCore: 0, perGib: m1 / mm } : { perCore: c1 / cc, perGib: 0 };
}

/** Labels by which clouds, device plugins and users name the model of a node's GPUs. */
const modelLabels = [
  'karpenter.k8s.aws/instance-gpu-name',
  'k8s.amazonaws.com/accelerator',
  'cloud.google.com/gke-accelerator',
  'nvidia.com/gpu.product',
  'gpu-type',
];

/** The node's GPUs as a model of the book; `unknown` where it has some and the book has none like them. */
function gpuOf({ metadata, capacity }: NodeView, book: PriceBook): OfferedGpu | undefined | 'unknown' {
  const [entry] = Object.entries(resourcesAmong(capacity).gpus).filter(([, count]) => count > 0);
  if (!entry) return undefined;
  const resource = gpuResource(entry[0]);
  const named = modelLabels.map((label) => metadata.labels[label]).find((value) => value !== undefined);
  if (resource?.unit !== 'device' || named === undefined) return 'unknown';
  const like = book.offerings
    .flatMap(({ gpu }) => gpu ?? [])
    .filter(
      (gpu) =>
        (gpu.vendor ?? 'nvidia') === resource.vendor && plainName(named).startsWith(plainName(gpu.model)),
    )
    // `a100` is in `a100-80gb`: the longest name says most.
    .sort((a, b) => b.model.length - a.model.length)[0];
  return like ? { ...like, count: entry[1] } : 'unknown';
}

/** `NVIDIA-A10G`, `nvidia-tesla-t4`, `Tesla-T4` → `a10g`, `t4`, `t4`. */
function plainName(model: string): string {
  return model
    .toLowerCase()
    .replace(/nvidia|tesla|amd|instinct/g, '')
    .replace(/[^a-z0-9]/g, '');
}
