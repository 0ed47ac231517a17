import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { parseAllDocuments } from 'yaml';

import { requireBinary } from '../controlplane/binaries.ts';

/** Of deploy/helm/custom-metrics-adapter. */
export const chart = fileURLToPath(new URL('../../deploy/helm/custom-metrics-adapter', import.meta.url));

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: any;
}

/** The chart as release `metrics` in namespace `monitoring`, as helm prints it. Settings are `path=JSON`. */
export function renderText(...settings: readonly string[]): string {
  const set = settings.flatMap((setting) => ['--set-json', setting]);
  return execFileSync(requireBinary('helm'), ['template', 'metrics', chart, '-n', 'monitoring', ...set], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export function render(...settings: readonly string[]): readonly Manifest[] {
  return parseAllDocuments(renderText(...settings)).flatMap(
    (document) => (document.toJS() as Manifest | null) ?? [],
  );
}

export const one = (manifests: readonly Manifest[], kind: string): Manifest =>
  manifests.find((manifest) => manifest.kind === kind)!;

/** Rules that serve one metric of pods. */
export const queueRules = {
  rules: [
    {
      seriesQuery: 'queue_depth{pod!=""}',
      resources: { template: '<<.Resource>>' },
      metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)',
    },
  ],
};
