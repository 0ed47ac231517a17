import type { GpuVendor } from './gpu-resource.ts';

/** Which GPU it is, and what told it. */
export interface GpuModel {
  /** As people say it: `T4`, `A10G`, `A100`, `H100`, `MI300X`. */
  readonly name: string;
  /** Of one GPU; absent where neither a label nor the model tells. */
  readonly memoryBytes?: number;
  /** The label, `key=value`, or what else said so. */
  readonly from: string;
}

type Labels = Readonly<Record<string, string>>;

/** Labels that tell the model, most trustworthy first: the vendors' feature discovery, the clouds', Karpenter's, then conventions. */
export const gpuModelLabels = [
  'nvidia.com/gpu.product',
  'amd.com/gpu.product-name',
  'cloud.google.com/gke-accelerator',
  'k8s.amazonaws.com/accelerator',
  'karpenter.k8s.aws/instance-gpu-name',
  'karpenter.azure.com/sku-gpu-name',
  'kubernetes.azure.com/accelerator',
  'accelerator',
  'gpu-type',
] as const;

/** Vendors' names for a GPU hold its model as a word: `NVIDIA-A100-SXM4-80GB`, `nvidia-tesla-t4`, `AMD_Instinct_MI300X`. */
const modelWord = new RegExp(
  `(?:^|[^a-z0-9])(${[
    'rtx[-_ ]?(?:a|pro[-_ ])?\\d{4}',
    '(?:gb|gh|[abh])\\d{3}[a-z]?',
    'a(?:2|10|16|30|40)[a-z]?',
    'h20',
    'l(?:2|4|20|40)s?',
    't4g?',
    'v100s?',
    'p(?:4|40|100)',
    'k(?:20|40|80)[a-z]?',
    'm(?:4|10|40|60)',
    'mi\\d{2,3}[a-z]?',
    'gaudi[-_ ]?\\d?',
    'flex[-_ ]?\\d{3}',
    'max[-_ ]?\\d{4}',
  ].join('|')})(?:$|[^a-z0-9])`,
  'i',
);

const gibibyte = 2 ** 30;

/** Memory of models that come in one size only, GiB as their vendors print it. */
const memoryOfModelGiB: Readonly<Record<string, number>> = {
  T4: 16,
  P4: 8,
  P100: 16,
  A10: 24,
  A10G: 24,
  A30: 24,
  L4: 24,
  L40: 48,
  L40S: 48,
  H100: 80,
  H200: 141,
  MI210: 64,
  MI250X: 128,
  MI300X: 192,
};

/** The model in a text such as a label's value: `A100`. `undefined` where none is in it. */
export function gpuModelName(text: string): string | undefined {
  const word = modelWord.exec(text.replace(/-shared$/i, ''))?.[1];
  return word?.replace(/[-_ ]/g, '').toUpperCase();
}

/**
 * The model of a node's GPUs by its labels, else by what the price book says of its instance type (`known`). `undefined` where
 * nothing tells.
 */
export function gpuModelOf(
  labels: Labels,
  known?: { readonly model: string; readonly memoryBytes?: number; readonly from: string },
): GpuModel | undefined {
  for (const label of gpuModelLabels) {
    const value = labels[label];
    const name = value === undefined ? undefined : gpuModelName(value);
    if (value === undefined || name === undefined) continue;
    return withMemory(
      name,
      `${label}=${value}`,
      memoryByLabels(labels) ?? memoryInText(value) ?? known?.memoryBytes,
    );
  }
  if (!known) return undefined;
  const name = gpuModelName(known.model) ?? known.model.toUpperCase();
  return withMemory(name, known.from, memoryByLabels(labels) ?? known.memoryBytes);
}

function withMemory(name: string, from: string, told: number | undefined): GpuModel {
  const usual = memoryOfModelGiB[name];
  const memoryBytes = told ?? (usual === undefined ? undefined : usual * gibibyte);
  return { name, from, ...(memoryBytes !== undefined && { memoryBytes }) };
}

/** GPU feature discovery and Karpenter write MiB. */
function memoryByLabels(labels: Labels): number | undefined {
  const text = labels['nvidia.com/gpu.memory'] ?? labels['karpenter.k8s.aws/instance-gpu-memory'];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) * 2 ** 20 : undefined;
}

function memoryInText(text: string): number | undefined {
  const size = /(\d{1,3})gb(?:$|[^a-z0-9])/i.exec(text)?.[1];
  return size === undefined ? undefined : Number(size) * gibibyte;
}

/** Whose GPU a model is, by its name. */
export function vendorOfModel(name: string): GpuVendor {
  if (/^MI\d/.test(name)) return 'amd';
  if (name.startsWith('GAUDI')) return 'habana';
  return /^(FLEX|MAX)\d/.test(name) ? 'intel' : 'nvidia';
}
