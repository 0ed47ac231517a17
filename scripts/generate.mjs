// Writes everything that is derived from the code: the layer picture in docs/DESIGN.md, the list of packages in the bundle
// of `lint`, the JSON Schema of reports, and the output shown in README.md (after `npm run build`). With --check it writes nothing and fails when something on disk is out of date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { bundledPackages } from './generate/bundled-packages.mjs';
import { exampleOutput } from './generate/example-output.mjs';
import { layerPicture } from './generate/layer-picture.mjs';
import { reportSchema } from './generate/report-schema.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');

const layers = await layerPicture(root);
const packages = await bundledPackages(root, 'lint');
const schema = reportSchema(root, {
  file: 'workload-report.ts',
  name: 'workload-report',
  title: 'Output of kubectl autoscaler analyze and predict with -o json',
  types: ['WorkloadReport', 'WorkloadReportList', 'PredictionReport', 'PredictionRanking'],
});
const costSchema = reportSchema(root, {
  file: 'cost-plan/cost-report.ts',
  name: 'cost-report',
  title: 'Output of kubectl autoscaler cost with -o json',
  types: ['CostReport'],
});
const manifestCostSchema = reportSchema(root, {
  file: 'manifest-cost/manifest-cost-report.ts',
  name: 'manifest-cost',
  title: 'Output of kubectl autoscaler cost predict and cost diff with -o json',
  types: ['ManifestCostReport', 'ManifestCostDiff'],
});
const rightsizeSchema = reportSchema(root, {
  file: 'rightsize-report.ts',
  name: 'rightsize-report',
  title: 'Output of kubectl autoscaler rightsize with -o json',
  types: ['RightsizeReport'],
});
const explanationSchema = reportSchema(root, {
  file: 'explain/explanation.ts',
  name: 'explanation',
  title: 'Output of kubectl autoscaler explain hpa and explain vpa with -o json',
  types: ['HpaExplanation', 'VpaExplanation'],
});
const simulationSchema = reportSchema(root, {
  room: 'simulator',
  file: 'report/simulation-report.ts',
  name: 'simulation-report',
  title: 'Output of kubectl autoscaler simulate with -o json',
  types: ['SimulationReport'],
});
const metricsSchema = reportSchema(root, {
  file: 'served-metrics/metrics-report.ts',
  name: 'metrics-report',
  title: 'Output of kubectl autoscaler metrics with -o json',
  types: ['MetricsReport'],
});
const statusSchema = reportSchema(root, {
  file: 'status/status-report.ts',
  name: 'status-report',
  title: 'Output of kubectl autoscaler status with -o json',
  types: ['StatusReport'],
});
const doctorSchema = reportSchema(root, {
  file: 'doctor/doctor-report.ts',
  name: 'doctor-report',
  title: 'Output of kubectl autoscaler doctor with -o json',
  types: ['DoctorReport'],
});
const analyzed = exampleOutput(root, ['analyze', '--recording', 'examples/platform/recording', '-n', 'prod']);
const linted = exampleOutput(root, ['lint', 'examples/platform/k8s'], { tail: 9 });
const outputs = [
  ['docs/DESIGN.md', (old) => between(between(old, 'layers', layers), 'lint-bundle', packages)],
  ['docs/schemas/cost-report.schema.json', () => costSchema],
  ['docs/schemas/manifest-cost.schema.json', () => manifestCostSchema],
  ['docs/schemas/workload-report.schema.json', () => schema],
  ['docs/schemas/rightsize-report.schema.json', () => rightsizeSchema],
  ['docs/schemas/explanation.schema.json', () => explanationSchema],
  ['docs/schemas/simulation-report.schema.json', () => simulationSchema],
  ['docs/schemas/metrics-report.schema.json', () => metricsSchema],
  ['docs/schemas/status-report.schema.json', () => statusSchema],
  ['docs/schemas/doctor-report.schema.json', () => doctorSchema],
  ['README.md', (old) => between(between(old, 'analyze-namespace', analyzed), 'lint-tail', linted)],
];

let stale = 0;
for (const [path, make] of outputs) {
  const file = new URL(`../${path}`, import.meta.url);
  const old = read(file);
  const fresh = make(old);
  if (fresh === old) continue;
  stale += 1;
  if (check) {
    console.error(`${path} is out of date: run npm run generate`);
  } else {
    mkdirSync(dirname(fileURLToPath(file)), { recursive: true });
    writeFileSync(file, fresh);
    console.log(`wrote ${path}`);
  }
}
if (check && stale > 0) process.exit(1);

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Replaces what stands between `<!-- generated: NAME -->` and `<!-- end: NAME -->`. */
function between(text, name, content) {
  const start = `<!-- generated: ${name} -->`;
  const end = `<!-- end: ${name} -->`;
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < 0) throw new Error(`no place for ${name} (${start} … ${end})`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}
