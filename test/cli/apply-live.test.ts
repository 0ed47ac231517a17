import { execFileSync } from 'node:child_process';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { rightsize, type RightsizeOutcome } from '#core/advisor/index.ts';
import { workloadView } from '#core/apis/index.ts';
import type { ClusterSource, ClusterWriter } from '#core/ports/index.ts';
import { containerCpuUsage, containerMemoryWorkingSet } from '#core/promql/index.ts';
import {
  connectApiServer,
  createKubernetesSource,
  createKubernetesWriter,
} from '#core/sources/kubernetes/index.ts';
import type { TimeSeries } from '#core/stats/index.ts';
import { memoryMetrics } from '#core/testing/index.ts';
import { applyRightsizing } from '#plugin/apply/apply-rightsizing.ts';
import { paletteFor } from '#plugin/output/palette.ts';

import { requireBinary } from '../controlplane/binaries.ts';
import { type ControlPlane, controlPlanePrograms, startControlPlane } from '../controlplane/control-plane.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { apply } from '../controlplane/kubectl.ts';
import { deployment, horizontalPodAutoscaler, simulatedNode } from '../controlplane/objects.ts';
import { waitFor } from '../controlplane/wait.ts';

const NOW = Date.parse('2026-11-19T10:00:00Z');
const STEP = 600_000;

/** Eight days of a container that uses so much. */
function steady(pod: string, value: number): TimeSeries {
  const times = Array.from({ length: 8 * 144 }, (_, index) => NOW - (8 * 144 - 1 - index) * STEP);
  return { labels: { pod, container: 'app' }, timestampsMs: times, values: times.map(() => value) };
}

describeWith(controlPlanePrograms, 'right-sizing a real cluster', () => {
  let controlPlane: ControlPlane;
  let cluster: ClusterSource;
  let writer: ClusterWriter;

  beforeAll(async () => {
    controlPlane = await startControlPlane({ hpa: { syncPeriodSeconds: 3600 } });
    const { admin } = controlPlane.kubeconfigs;
    await apply(
      admin,
      simulatedNode('node-a', { cpu: '16' }),
      deployment('web', { replicas: 2, requests: { cpu: '1', memory: '1Gi' } }),
      deployment('owned', { replicas: 1, requests: { cpu: '1', memory: '1Gi' } }),
      horizontalPodAutoscaler('web', 'default', {
        minReplicas: 2,
        maxReplicas: 5,
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
          },
        ],
      }),
    );
    await controlPlane.api.patch('/apis/apps/v1/namespaces/default/deployments/owned', {
      metadata: { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:default/owned' } },
    });
    const server = await connectApiServer({ kubeconfig: admin.path, environment: {} });
    cluster = createKubernetesSource(server);
    writer = createKubernetesWriter(server);
    await waitFor(
      async () =>
        (
          await cluster.list({ group: '', kind: 'Pod', namespace: 'default', labelSelector: 'app=web' })
        ).filter(({ status }) => (status as { phase?: string }).phase === 'Running').length === 2,
      { description: 'two running pods', timeoutSeconds: 60 },
    );
  });
  afterAll(() => controlPlane.stop());

  const size = async (name: string): Promise<RightsizeOutcome> => {
    const ref = { group: 'apps', kind: 'Deployment', namespace: 'default', name };
    const pods = await cluster.list({
      group: '',
      kind: 'Pod',
      namespace: 'default',
      labelSelector: `app=${name}`,
    });
    const names = pods.map(({ metadata }) => metadata.name ?? '');
    const metrics = memoryMetrics({
      [containerCpuUsage(ref).id]: names.map((pod) => steady(pod, 0.3)),
      [containerMemoryWorkingSet(ref).id]: names.map((pod) => steady(pod, 300 * 2 ** 20)),
    });
    const subject = { namespace: 'default', refs: [ref] };
    return rightsize({ cluster, metrics, clock: { now: () => NOW } }, subject, { method: 'percentile' });
  };
  const bring = async (name: string, options: Partial<Parameters<typeof applyRightsizing>[1]> = {}) => {
    const said: string[] = [];
    const { refused } = await applyRightsizing((await size(name)).workloads, {
      cluster,
      writer,
      palette: paletteFor({}, { NO_COLOR: '1' }),
      signal: new AbortController().signal,
      show: (text) => said.push(text),
      talk: (text) => said.push(`${text}\n`),
      force: false,
      inPlace: false,
      writeInstead: 'write it into your checkout with --write DIR',
      dryRun: false,
      yes: true,
      ...options,
    });
    return { refused, text: said.join('') };
  };
  const live = async (kind: 'Deployment' | 'HorizontalPodAutoscaler', name: string) =>
    (await cluster.get({
      group: kind === 'Deployment' ? 'apps' : 'autoscaling',
      kind,
      namespace: 'default',
      name,
    }))!;
  const request = async (name: string) =>
    (
      workloadView(await live('Deployment', name))!.template.containers[0]!.requests.cpu!.nanos / 1_000_000n
    ).toString();
  const run = (command: string): void => {
    execFileSync('/bin/sh', ['-c', command.replace(/^kubectl/, '"$KUBECTL"')], {
      env: {
        HOME: controlPlane.directory,
        KUBECTL: requireBinary('kubectl'),
        KUBECONFIG: controlPlane.kubeconfigs.admin.path,
      },
    });
  };

  it('refuses fields of another manager, and says whose', async () => {
    const { refused, text } = await bring('web');
    expect(refused).toBe(1);
    expect(text).toMatch(/fields that another manager set: kubectl-client-side-apply \(/);
    expect(text).toContain('--force-conflicts');
    expect(await request('web')).toBe('1000');
  });

  it('refuses what Argo CD would set back', async () => {
    const { refused, text } = await bring('owned', { force: true });
    expect(refused).toBe(1);
    expect(text).toMatch(
      /delivered by Argo CD \(shop\), which would set it back\n\s+you may\s+commit the change to/,
    );
    expect(await request('owned')).toBe('1000');
  });

  it('shows and changes nothing on a dry run, nor where nobody can be asked', async () => {
    const dry = await bring('web', { force: true, dryRun: true });
    expect(dry).toMatchObject({ refused: 0 });
    expect(dry.text).toMatch(/-\s+cpu: "1"\n[^]*\+\s+cpu: 350m/);
    const mute = await bring('web', { force: true, yes: false });
    expect(mute).toMatchObject({ refused: 1, text: expect.stringContaining('pass --yes') });
    expect(await request('web')).toBe('1000');
  });

  it('resizes running pods in place, and back', async () => {
    const pods = await cluster.list({
      group: '',
      kind: 'Pod',
      namespace: 'default',
      labelSelector: 'app=web',
    });
    for (const { metadata, status } of pods) {
      // A kubelet that can resize reports what it gave each container; the simulated one does not.
      const [container] = (status as any).containerStatuses;
      await controlPlane.api.patch(`/api/v1/namespaces/default/pods/${metadata.name!}/status`, {
        status: {
          containerStatuses: [{ ...container, resources: { requests: { cpu: '1', memory: '1Gi' } } }],
        },
      });
    }
    const { refused, text } = await bring('web', { inPlace: true });
    expect(refused).toBe(0);
    const podCpu = async () =>
      (await cluster.list({ group: '', kind: 'Pod', namespace: 'default', labelSelector: 'app=web' })).map(
        ({ spec }) => (spec as any).containers[0].resources.requests.cpu,
      );
    expect(await podCpu()).toEqual(['350m', '350m']);
    expect(await request('web')).toBe('1000');
    for (const [, command] of text.matchAll(/^undo +(.*)$/gm)) run(command!);
    expect(await podCpu()).toEqual(['1', '1']);
  });

  it('applies template and HPA target together, and prints how to undo both', async () => {
    const { refused, text } = await bring('web', { force: true });
    expect(refused).toBe(0);
    expect(text).toContain('replaces all 2 pods by a rolling update');
    expect(await request('web')).toBe('350');
    const target = async () =>
      ((await live('HorizontalPodAutoscaler', 'web')).spec as any).metrics[0].resource.target;
    expect(await target()).toEqual({ type: 'Utilization', averageUtilization: 143 });
    const again = await bring('web');
    expect(again.text).toContain('is as recommended already');
    const commands = [...text.matchAll(/^undo +(.*)$/gm)].map(([, command]) => command!);
    expect(commands).toHaveLength(2);
    commands.forEach(run);
    expect(await request('web')).toBe('1000');
    expect(await target()).toEqual({ type: 'Utilization', averageUtilization: 50 });
  });

  it('says that the VPA is not installed', async () => {
    await expect(bring('owned', { force: true, vpa: 'Off' })).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('does not serve VerticalPodAutoscaler'),
    });
  });
});
