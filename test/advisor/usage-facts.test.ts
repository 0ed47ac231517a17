import { expect, it } from 'vitest';

import { analyzeWorkloads, type MeasuredWorkload, readUsage, usageOfReports } from '#core/advisor/index.ts';
import { workloadView } from '#core/apis/workload.ts';
import type { UsageFacts, WorkloadUsage } from '#core/lint/usage.ts';

import { type Changes, exampleSources, scaled } from './example-sources.ts';

const refOf = (name: string) => ({ group: 'apps', kind: 'Deployment', namespace: 'prod', name });

async function measured(names: readonly string[], changes: Changes = {}): Promise<UsageFacts> {
  const { cluster, metrics, clock } = await exampleSources(changes);
  const workloads = await Promise.all(
    names.map(async (name): Promise<MeasuredWorkload> => {
      const object = await cluster.get(refOf(name), {});
      const known = object ?? (await cluster.get(refOf('rerank'), {}))!;
      return { ref: refOf(name), view: workloadView(known)! };
    }),
  );
  return readUsage(metrics!, workloads, { nowMs: clock.now(), defaultNamespace: 'prod' });
}

const of = ({ workloads }: UsageFacts, name: string): WorkloadUsage | undefined =>
  workloads.get(`apps/Deployment/prod/${name}`);

it('says the same of a workload from its manifest as from its report', async () => {
  const names = ['rerank', 'llm-chat'];
  const sources = await exampleSources();
  const options = { horizonMs: 1_800_000, coverage: 0.9 };
  const reports = await analyzeWorkloads(sources, 'prod', names.map(refOf), options);
  const { source, workloads } = await measured(names);
  const expected = usageOfReports(reports, { source, defaultNamespace: 'prod' });
  expect(of(expected, 'llm-chat')?.gpu?.p95).toBeGreaterThan(0);
  expect(workloads).toEqual(expected.workloads);
});

it('follows the samples, and names how, how long and where', async () => {
  const before = of(await measured(['rerank']), 'rerank')!;
  const after = of(await measured(['rerank'], { series: scaled('container-cpu-usage', 0.5) }), 'rerank')!;
  const cpu = ({ requests }: WorkloadUsage) => requests.find(({ resource }) => resource === 'cpu')!;
  expect(Number.parseInt(cpu(after).quantity)).toBeLessThan(Number.parseInt(cpu(before).quantity) * 0.6);
  expect(cpu(before).basis).toMatch(/^p95 \+ 15 %, .*\d d.*, recording .*examples\/platform\/recording/);
  expect(before.demand!.p95).toBeGreaterThan(before.demand!.p5);
});

it('leaves out what the recording does not know', async () => {
  const { workloads } = await measured(['rerank', 'nothing-of-the-kind']);
  expect([...workloads.keys()]).toEqual(['apps/Deployment/prod/rerank']);
});
