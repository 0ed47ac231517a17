// Writes a bundled price book (core/src/cost/price-books/*.generated.ts) from a file of prices and shapes.
//
//   node scripts/import-prices.mjs PROVIDER INPUT.json
//
// INPUT has `items` (or, for gcp, `regions.REGION`), each with `type`, `vcpu`, `memMiB`, `onDemandUsdH`, and as far as known `arch`, `gpus`, `gpu`,
// `gpuMan`, `gpuMemMiB`, `spotUsdH` or `spotEstUsdH`, `maxPods`, `allocCpuM`, `allocMemMiB`. The texts below name where the figures come from: change
// them together with the input, and NOTICE too.
import { readFileSync, writeFileSync } from 'node:fs';

const books = {
  aws: {
    region: 'us-east-1',
    name: 'awsUsEast1',
    items: ({ items }) => items,
    asOf: ({ onDemandGeneratedAt }) => onDemandGeneratedAt.slice(0, 10),
    spot: (item) => item.spotEstUsdH,
    spotIsEstimate: true,
    source:
      'on demand, shapes and allocatable: aws/karpenter-provider-aws; spot: estimated from the savings that Spot Advisor published in July 2025 (alexei-led/spotinfo)',
    // AWS' page on accelerated instances knows these; the list does not.
    gpus: { p3: ['nvidia', 'v100', 16_384], dl1: ['habana', 'gaudi', 32_768] },
  },
  gcp: {
    region: 'us-central1',
    name: 'gcpUsCentral1',
    items: ({ regions }) => regions['us-central1'],
    // The day of the commit that last refreshed the prices.
    asOf: () => '2026-08-03',
    spot: (item) => item.spotUsdH,
    spotIsEstimate: false,
    source:
      'on demand and spot: cloudpilot-ai/karpenter-provider-gcp; shapes: Cyclenerd/google-cloud-pricing-cost-calculator',
    gpus: {},
  },
  azure: {
    region: 'eastus',
    name: 'azureEastus',
    items: ({ items }) => items,
    asOf: ({ generatedAt }) => generatedAt.slice(0, 10),
    spot: () => undefined,
    spotIsEstimate: false,
    source: 'on demand: Azure/karpenter-provider-azure; shapes: kubernetes/autoscaler; no spot prices',
    gpus: {},
  },
};

const [provider, input] = process.argv.slice(2);
const book = Object.hasOwn(books, provider ?? '') ? books[provider] : undefined;
if (book === undefined || input === undefined) {
  console.error(`usage: node scripts/import-prices.mjs ${Object.keys(books).join('|')} INPUT.json`);
  process.exit(2);
}

const data = JSON.parse(readFileSync(input, 'utf8'));
const items = book.items(data);
const usable = items.filter((item) => item.vcpu > 0 && item.memMiB > 0 && item.onDemandUsdH > 0);
const rows = usable.map(rowOf).sort();
const path = `core/src/cost/price-books/${provider}-${book.region}.generated.ts`;
writeFileSync(new URL(`../${path}`, import.meta.url), moduleText());
console.log(
  `${path}: ${rows.length} offerings, ${items.length - usable.length} without a shape or a price left out`,
);

/** The columns of `compactColumns` in core/src/cost/compact-price-book.ts. */
function rowOf(item) {
  const [vendor, model, memory] = gpuOf(item);
  const hasGpu = model !== undefined;
  const fields = [
    item.type,
    item.arch === 'arm64' ? 'arm64' : '',
    item.vcpu,
    item.memMiB,
    hasGpu ? item.gpus : '',
    hasGpu ? `${vendor}/${model}` : '',
    hasGpu ? (memory ?? '') : '',
    price(item.onDemandUsdH),
    price(book.spot(item)),
    item.maxPods ?? '',
    item.allocCpuM ?? '',
    item.allocMemMiB ?? '',
  ];
  return fields.join(',').replace(/,+$/, '');
}

/** Whole GPUs of a known model; a part of one is not offered to pods as `nvidia.com/gpu: 1` of its own. */
function gpuOf(item) {
  if (!(item.gpus >= 1)) return [];
  if (item.gpu !== undefined) return [item.gpuMan ?? 'nvidia', item.gpu, item.gpuMemMiB];
  return book.gpus[item.type.split('.')[0]] ?? [];
}

function price(value) {
  return value > 0 ? String(Number(value.toFixed(6))) : '';
}

function moduleText() {
  return `// Written by scripts/import-prices.mjs. Attributions stand in NOTICE.
import type { CompactPriceBook } from '../compact-price-book.ts';

export const ${book.name}: CompactPriceBook = {
  provider: '${provider}',
  region: '${book.region}',
  currency: '${data.currency}',
  asOf: '${book.asOf(data)}',
  source:
    '${book.source}',
  spotIsEstimate: ${book.spotIsEstimate},
  rows: \`
${rows.join('\n')}
\`,
};
`;
}
