/**
 * The metrics adapter beside prometheus-adapter v0.12, on the same rules, the same Prometheus and the same API server, in one run.
 *
 *   npm run build && node bench/adapter/measure.mjs [--hpas 100,1000,5000] [--seconds 15] [--forecasts 200]
 *
 * Needs what the tests need (docs/testing/control-plane.md). Everything runs on loopback, for as long as it says.
 */
import { parseArgs } from 'node:util';

import { importBundled } from '../run-bundled.mjs';

const { values } = parseArgs({
  options: {
    hpas: { type: 'string', default: '100,1000,5000' },
    seconds: { type: 'string', default: '15' },
    forecasts: { type: 'string', default: '200' },
  },
});

const { measureAdapters } = await importBundled('metrics-adapter/bench/measure-adapter');
await measureAdapters({
  hpas: values.hpas.split(',').map(Number),
  seconds: Number(values.seconds),
  forecasts: Number(values.forecasts),
});
