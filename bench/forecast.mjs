/**
 * Accuracy of the forecasts per series and method, against the last value and the mean of the last five.
 *
 *   npx tsc -b core && node bench/forecast.mjs [--data <folder>] [--horizon-minutes 15] [--coverage 0.95] [--profile full|fast]
 *   node bench/forecast.mjs --data <folder with *-train.csv and *-test.csv> [--period 24]
 *
 * A folder of `timestamp,value` files is scored by rolling origin over the newest 40 % of each series; one in the layout of
 * the M4 competition by its official test. Without --data it takes the series that ship with the tests.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { printM4 } from './forecast-m4.mjs';
import { printRolling } from './forecast-rolling.mjs';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: fileURLToPath(new URL('../test/fixtures/series', import.meta.url)) },
    'horizon-minutes': { type: 'string', default: '15' },
    coverage: { type: 'string', default: '0.95' },
    profile: { type: 'string', default: 'full' },
    period: { type: 'string', default: '24' },
  },
});

const files = readdirSync(options.data)
  .filter((name) => name.endsWith('.csv'))
  .sort();
const train = files.find((name) => name.endsWith('-train.csv'));
if (train === undefined) {
  printRolling(
    files.map((name) => join(options.data, name)),
    {
      horizonMs: Number(options['horizon-minutes']) * 60_000,
      coverage: Number(options.coverage),
      profile: options.profile,
    },
  );
} else {
  const test = train.replace('-train.csv', '-test.csv');
  printM4(join(options.data, train), join(options.data, test), {
    period: Number(options.period),
    coverage: Number(options.coverage),
    profile: options.profile,
  });
}
