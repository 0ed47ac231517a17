// Renders the Helm chart of the metrics adapter into plain manifests, for those who do not use Helm:
//
//   node deploy/kubernetes/render-adapter.mjs          writes deploy/kubernetes/metrics-adapter/metrics-adapter.yaml
//   node deploy/kubernetes/render-adapter.mjs --check  fails where it is out of date
//
// HELM names the helm to run; the one of the PATH otherwise. Certificates are cert-manager's: those that Helm would make are new at every rendering.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const chart = fileURLToPath(new URL('../helm/custom-metrics-adapter', import.meta.url));
const file = new URL('metrics-adapter/metrics-adapter.yaml', import.meta.url);

const settings = ['certificates.mode=cert-manager', 'networkPolicy.enabled=true'];
const rendered = execFileSync(
  process.env.HELM ?? 'helm',
  [
    'template',
    'metrics',
    chart,
    '--namespace',
    'monitoring',
    ...settings.flatMap((setting) => ['--set', setting]),
  ],
  { encoding: 'utf8' },
);
const heading = `# Rendered from deploy/helm/custom-metrics-adapter by deploy/kubernetes/render-adapter.mjs: change the chart, not this file. Needs cert-manager, the
# namespace monitoring, and an image of yours in place of kubectl-autoscale-adapter.
`;
const text =
  heading +
  rendered.replace(/^ +helm\.sh\/chart: .*\n/gm, '').replaceAll('managed-by: Helm', 'managed-by: kubectl');

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error(
      'deploy/kubernetes/metrics-adapter/metrics-adapter.yaml is out of date: node deploy/kubernetes/render-adapter.mjs',
    );
    process.exit(1);
  }
} else {
  writeFileSync(file, text);
}
