import type { PriceBook } from '#core/cost/index.ts';
import { SourceError } from '#core/ports/index.ts';
import { filePriceSource, importedBook, priceBookText, readPriceFile } from '#core/sources/pricing/index.ts';
import { memoryFiles } from '#core/testing/index.ts';

import { textsOf } from '../seed-files.ts';
import { type FuzzTarget, hold } from '../target.ts';

const shapes: PriceBook = {
  ...{ provider: 'gcp', region: 'r', currency: 'USD', asOf: '2026-08-01', source: 's' },
  offerings: [
    {
      instanceType: 'n2-standard-4',
      cpuCores: 4,
      memoryBytes: 2 ** 34,
      architecture: 'amd64',
      onDemandPerHour: 0.2,
    },
  ],
};
const request = {
  region: undefined,
  currency: undefined,
  rates: new Map<string, number>(),
  shapes,
  today: '2026-11-01',
};

/** The clouds' catalogues, tables and our own files of prices: a book whose text is read again, or lines that name their places. */
export const priceFiles: FuzzTarget = {
  name: 'price-files',
  longest: 5000,
  seeds: () => [
    ...textsOf('examples/savings', 4000).filter((text) => text.includes('PriceBook')),
    ...catalogues,
  ],
  check: async (text) => {
    await checkImport(text);
    const files = memoryFiles({ 'prices.yaml': text });
    await loads(() => filePriceSource(files, 'prices.yaml').load());
    await loads(() => filePriceSource(files, 'prices.yaml').loadLayer());
  },
};

async function checkImport(text: string): Promise<void> {
  const read = readPriceFile(text, { path: 'prices', region: 'us-central1', gcpShapes: shapes });
  if (!read.ok) {
    hold(
      read.error.length > 0 && read.error.every((line) => /^(prices:|and \d)/.test(line)),
      `no place: ${read.error[0]}`,
    );
    return;
  }
  const book = importedBook([read.value], request);
  if (!book.ok) return;
  for (const { onDemandPerHour, spotPerHour = 0, cpuCores } of book.value.book.offerings) {
    hold(
      [onDemandPerHour, spotPerHour, cpuCores].every((figure) => Number.isFinite(figure) && figure >= 0),
      'a price that is none',
    );
  }
  const files = memoryFiles({ 'book.yaml': priceBookText(book.value.book) });
  const again = await filePriceSource(files, 'book.yaml').load();
  hold(again.offerings.length === book.value.book.offerings.length, 'the written book is another');
}

async function loads(load: () => Promise<unknown>): Promise<void> {
  try {
    await load();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
  }
}

const catalogues = [
  'instanceType,cpu,memory,onDemandPerHour,region,currency,gpu.model,gpu.count\nm5.large,2,8Gi,0.096,eu,USD,,\n"p4d.24xlarge",96,1152Gi,"32.77",eu,USD,A100,8\n',
  '{"formatVersion":"v1.0","products":{"A":{"productFamily":"Compute Instance","attributes":{"instanceType":"m6i.xlarge","vcpu":"4","memory":"16 GiB","operatingSystem":"Linux","tenancy":"Shared","preInstalledSw":"NA","capacitystatus":"Used","regionCode":"eu-central-1"}}},"terms":{"OnDemand":{"A":{"A.J":{"effectiveDate":"2026-07-01T00:00:00Z","priceDimensions":{"A.J.6":{"unit":"Hrs","pricePerUnit":{"USD":"0.23"}}}}}}}}',
  '{"SpotPriceHistory":[{"InstanceType":"m5.large","SpotPrice":"0.03","Timestamp":"2026-07-01T00:00:00Z","ProductDescription":"Linux/UNIX","AvailabilityZone":"eu-central-1a"}]}',
  '{"InstanceTypes":[{"InstanceType":"g5.xlarge","VCpuInfo":{"DefaultVCpus":4},"MemoryInfo":{"SizeInMiB":16384},"GpuInfo":{"Gpus":[{"Name":"A10G","Count":1,"MemoryInfo":{"SizeInMiB":24576},"Manufacturer":"NVIDIA"}]},"ProcessorInfo":{"SupportedArchitectures":["x86_64"]}}]}',
  '{"Items":[{"currencyCode":"USD","retailPrice":0.1,"armRegionName":"westeurope","armSkuName":"Standard_D2s_v5","productName":"D v5","skuName":"D2s v5","unitOfMeasure":"1 Hour","type":"Consumption","effectiveStartDate":"2026-01-01T00:00:00Z"}]}',
  '[{"name":"Standard_D2s_v5","resourceType":"virtualMachines","locations":["westeurope"],"capabilities":[{"name":"vCPUs","value":"2"},{"name":"MemoryGB","value":"8"}]}]',
  '{"skus":[{"description":"N2 Instance Core running in Iowa","serviceRegions":["us-central1"],"category":{"resourceFamily":"Compute","usageType":"OnDemand"},"pricingInfo":[{"effectiveTime":"2026-07-01T00:00:00Z","pricingExpression":{"usageUnit":"h","tieredRates":[{"unitPrice":{"currencyCode":"USD","units":"0","nanos":31611000}}]}}]}]}',
  'apiVersion: kubectl-autoscale.io/v1alpha1\nkind: PriceTerms\ndiscounts:\n- {percent: 20}\n',
];
