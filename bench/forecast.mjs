/**
 * Accuracy of the forecasts per series and method, against the mean of the last five, the noise floor and each model alone.
 *
 *   npm run bench:forecast -- [--data <folder>] [--horizon-minutes 15] [--coverage 0.95] [--profile full|fast] [--half odd|even]
 *   npm run bench:forecast -- --data <folder with *-train.csv and *-test.csv> [--period 24] [--models naive,theta,…]
 *
 * A folder of `timestamp,value` files is scored by rolling origin over the newest 40 % of each series; pairs of files in the layout
 * of the M4 competition by their official test. A folder may hold both. Without --data it takes the series that ship with the tests.
 * --half takes every other series, so that what was developed on one half can be judged on the other.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { printM4 } from './forecast-m4.mjs';
import { printRolling } from './forecast-rolling.mjs';
import { seriesFiles } from './forecast-series.mjs';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: fileURLToPath(new URL('../test/fixtures/series', import.meta.url)) },
    'horizon-minutes': { type: 'string', default: '15' },
    coverage: { type: 'string', default: '0.95' },
    profile: { type: 'string', default: 'full' },
    period: { type: 'string', default: '24' },
    half: { type: 'string' },
    model: { type: 'string' },
  },
});

const { data: folder, profile, half, model } = options;
const coverage = Number(options.coverage);
const training = readdirSync(folder).filter((name) => name.endsWith('-train.csv'));
for (const train of training) {
  const test = train.replace('-train.csv', '-test.csv');
  console.log(train);
  printM4(join(folder, train), join(folder, test), {
    ...{ period: Number(options.period), coverage, profile, half, model },
  });
}
const files = seriesFiles(folder, half);
if (files.length > 0) {
  printRolling(files, { horizonMs: Number(options['horizon-minutes']) * 60_000, coverage, profile, model });
} else if (training.length === 0) {
  console.error(
    `${folder} holds no .csv files: timestamp,value rows, or pairs of *-train.csv and *-test.csv.`,
  );
  process.exitCode = 2;
}
