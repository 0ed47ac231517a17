import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { analyzeNamespace, type WorkloadReport } from '#core/advisor/index.ts';
import { type AnnotationContext, reportKey } from '#core/language/index.ts';
import { Workspace } from '#core/lint/workspace.ts';
import { createWorkspaceIndex, parseSourceFile } from '#core/manifest/index.ts';
import { bundledPriceSource } from '#core/sources/pricing/index.ts';
import { openRecording } from '#core/sources/recording/index.ts';

const platform = fileURLToPath(new URL('../../examples/platform/', import.meta.url));

/** The manifests of the example platform by path, `k8s/llm-chat/hpa.yaml`. */
export function platformManifests(): Map<string, string> {
  const paths = readdirSync(`${platform}k8s`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => `k8s/${path.replaceAll('\\', '/')}`);
  return new Map(paths.sort().map((path) => [path, readFileSync(`${platform}${path}`, 'utf8')]));
}

/** What the advisor says of the example platform's workloads, from its recording. */
export async function platformReports(): Promise<ReadonlyMap<string, WorkloadReport>> {
  const recording = await openRecording(`${platform}recording`);
  const prices = await bundledPriceSource('aws').load();
  const { items } = await analyzeNamespace({ ...recording, prices }, 'prod', {
    horizonMs: 3_600_000,
    coverage: 0.8,
  });
  return new Map(
    items.map((report) => {
      const { kind, namespace, name } = report.workload;
      return [reportKey(namespace, { group: 'apps', kind, name }), report];
    }),
  );
}

/** Some manifests with what is known of their workloads. */
export function contextOf(
  manifests: ReadonlyMap<string, string>,
  reports: ReadonlyMap<string, WorkloadReport>,
  changes: Partial<AnnotationContext> = {},
): AnnotationContext {
  const files = [...manifests].map(([path, text]) => parseSourceFile(path, text));
  return {
    workspace: new Workspace(createWorkspaceIndex(files), { scope: 'open' }),
    reports,
    defaultNamespace: 'default',
    nowMs: Date.parse('2026-11-19T10:00:00Z'),
    staleAfterMs: 20 * 60_000,
    period: 'month',
    timeZone: 'UTC',
    palette: 'neutral',
    hasCommand: () => true,
    ...changes,
  };
}
