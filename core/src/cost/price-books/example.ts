import type { CompactPriceBook } from '../compact-price-book.ts';

/** Six instance types with round figures, for examples and tests: one sum can be checked by hand. */
export const examplePriceBook: CompactPriceBook = {
  provider: 'example',
  region: 'us-east-1',
  currency: 'USD',
  asOf: '2026-07-20',
  source: 'example prices: on demand as AWS lists it, spot 70 % below that',
  spotIsEstimate: true,
  rows: `
g4dn.xlarge,,4,16384,1,nvidia/t4,16384,0.526,0.158
g5.xlarge,,4,16384,1,nvidia/a10g,24576,1.006,0.302
p3.2xlarge,,8,62464,1,nvidia/v100,16384,3.06,0.918
t3.2xlarge,,8,32768,,,,0.3328,0.1
t3.large,,2,8192,,,,0.0832,0.025
t3.xlarge,,4,16384,,,,0.1664,0.05
`,
};
