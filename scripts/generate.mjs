// Writes everything that is derived from the code: the layer picture in docs/DESIGN.md, the list of packages in the bundle
// of `lint`, the JSON Schemas of output, the references of commands and metrics, and the output shown in pages (after `npm run build`).
// With --check it writes nothing and fails when something on disk is out of date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { bundledPackages } from './generate/bundled-packages.mjs';
import { cliReference } from './generate/cli-reference.mjs';
import { exampleOutput, withOutputs } from './generate/example-output.mjs';
import { layerPicture } from './generate/layer-picture.mjs';
import { metricsReference } from './generate/metrics-reference.mjs';
import { reportSchema } from './generate/report-schema.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');

/** Of each schema in docs/schemas: the commands that print by it, where its types are, and which. */
const schemas = [
  {
    name: 'workload-report',
    commands: 'analyze and predict',
    file: 'advisor/workload-report.ts',
    types: [
      'WorkloadReport',
      'WorkloadReportList',
      'PredictionReport',
      'PredictionRanking',
      'PredictionList',
    ],
  },
  {
    name: 'cost-report',
    commands: 'cost',
    file: 'advisor/cost-plan/cost-report.ts',
    types: ['CostReport'],
  },
  {
    name: 'contexts-report',
    commands: 'analyze, cost and lint with --contexts',
    file: 'advisor/contexts/contexts-report.ts',
    types: ['ContextsAnalysis', 'ContextsCost', 'ContextsFindings'],
  },
  {
    name: 'cluster-report',
    commands: 'report',
    file: 'advisor/cluster-report/cluster-report.ts',
    types: ['ClusterReport'],
  },
  {
    name: 'manifest-cost',
    commands: 'cost predict and cost diff',
    file: 'advisor/manifest-cost/manifest-cost-report.ts',
    types: ['ManifestCostReport', 'ManifestCostDiff'],
  },
  {
    name: 'rightsize-report',
    commands: 'rightsize',
    file: 'advisor/rightsize-report.ts',
    types: ['RightsizeReport'],
  },
  {
    name: 'explanation',
    commands: 'explain hpa and explain vpa',
    file: 'advisor/explain/explanation.ts',
    types: ['HpaExplanation', 'VpaExplanation'],
  },
  {
    name: 'simulation-report',
    commands: 'simulate',
    file: 'simulator/report/simulation-report.ts',
    types: ['SimulationReport'],
  },
  {
    name: 'metrics-report',
    commands: 'metrics',
    file: 'advisor/served-metrics/metrics-report.ts',
    types: ['MetricsReport'],
  },
  {
    name: 'nodes-report',
    commands: 'nodes',
    file: 'advisor/nodes/nodes-report.ts',
    types: ['NodesReport'],
  },
  {
    name: 'node-plan',
    commands: 'nodes plan',
    file: 'advisor/nodes/node-plan-report.ts',
    types: ['NodePlanReport'],
  },
  {
    name: 'gpu-report',
    commands: 'gpu',
    file: 'advisor/nodes/gpu-report.ts',
    types: ['GpuReport'],
  },
  {
    name: 'status-report',
    commands: 'status',
    file: 'advisor/status/status-report.ts',
    types: ['StatusReport'],
  },
  {
    name: 'doctor-report',
    commands: 'doctor',
    file: 'advisor/doctor/doctor-report.ts',
    types: ['DoctorReport'],
  },
  {
    name: 'price-book',
    commands: 'prices list and prices show',
    file: 'cost/price-book-report.ts',
    types: ['ShownPriceBook', 'ListedPriceBooks'],
  },
  {
    name: 'adapter-metrics',
    commands: 'adapter check-config',
    file: 'metrics-adapter/rules/described-metric.ts',
    types: ['DescribedMetrics', 'DescribedRules'],
  },
];

const layers = await layerPicture(root);
const packages = await bundledPackages(root, 'lint');
const metrics = await metricsReference(root);
const analyzed = exampleOutput(root, ['analyze', '--recording', 'examples/platform/recording', '-n', 'prod']);
const linted = exampleOutput(root, ['lint', 'examples/platform/k8s'], { tail: 9 });
const outputs = [
  ['docs/DESIGN.md', (old) => between(between(old, 'layers', layers), 'lint-bundle', packages)],
  ...schemas.map((schema) => [`docs/schemas/${schema.name}.schema.json`, () => reportSchema(root, schema)]),
  [
    'docs/METRICS.md',
    (old) =>
      between(
        between(between(old, 'sources', metrics.sources), 'queries', metrics.queries),
        'served',
        metrics.served,
      ),
  ],
  ['docs/cli.md', () => cliReference(root)],
  ['docs/tutorial.md', (old) => withOutputs(root, old)],
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
