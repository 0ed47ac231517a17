/**
 * From a metric's breach in Prometheus to pods that run, by stages, through the real HPA controller and scheduler.
 *
 *   node bench/scale-up/measure.mjs [--runs 20] [--time-scale 1] [--scenarios existing,headroom,new-nodes,forecast]
 *
 * With --time-scale 1 intervals are those of a cluster: scrapes and HPA syncs each 15 s, values renewed each 10 s, nodes after 180 to
 * 240 s. With 15 all of them are a fifteenth, and the table shows measured times multiplied by it: what programs take is then
 * multiplied too, so the figures are upper bounds. Needs what the tests need (docs/testing/control-plane.md).
 */
import { parseArgs } from 'node:util';

import { importBundled } from '../run-bundled.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    'time-scale': { type: 'string', default: '1' },
    scenarios: { type: 'string', default: 'existing,headroom,new-nodes,forecast' },
  },
});

const { measureScaleUp } = await importBundled('metrics-adapter/bench/measure-scale-up');
await measureScaleUp({
  runs: Number(values.runs),
  timeScale: Number(values['time-scale']),
  scenarios: values.scenarios.split(','),
});
