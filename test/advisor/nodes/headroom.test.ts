import { describe, expect, it } from 'vitest';

import { planNodes } from '#core/advisor/index.ts';
import { workloadView } from '#core/apis/index.ts';
import { placeholderPriority, placeholdersFor } from '#core/authoring/placeholders.ts';
import type { KubernetesObject } from '#core/manifest/index.ts';
import { fromYaml } from '#core/manifest/plain-yaml.ts';
import { schedulingPod } from '#core/scheduling/index.ts';
import { openRecording } from '#core/sources/recording/index.ts';

import { repositoryRoot } from '../../cli/run-plugin.ts';

const workload = fromYaml(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: chat, namespace: prod}
spec:
  replicas: 3
  selector: {matchLabels: {app: chat}}
  template:
    metadata: {labels: {app: chat}}
    spec:
      nodeSelector: {pool: gpu}
      tolerations: [{key: nvidia.com/gpu, operator: Exists}]
      affinity:
        nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: In, values: [a]}]}]}}
        podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: chat}}}]}
      initContainers: [{name: load, image: i, resources: {requests: {cpu: "3"}}}]
      containers:
        - {name: main, image: i, resources: {requests: {cpu: "1", memory: 2Gi}, limits: {nvidia.com/gpu: "1"}}}
        - {name: side, image: i, resources: {requests: {cpu: 250m}}}
`);

describe('a placeholder', () => {
  const made = placeholdersFor((workload.ok ? workload.value : undefined) as KubernetesObject, 2)!;
  const { template } = workloadView(made)!;

  it('asks for what a pod of the workload asks for, init containers included', () => {
    const { requests } = schedulingPod(template, {
      namespace: 'prod',
      name: 'p',
      priority: placeholderPriority,
    });
    expect(new Map(requests)).toEqual(
      new Map([
        ['cpu', 3000],
        ['memory', 2 ** 31],
        ['nvidia.com/gpu', 1],
      ]),
    );
  });

  it('may go where it may go, and keeps away from nothing', () => {
    expect(template.nodeSelector).toEqual({ pool: 'gpu' });
    expect(template.tolerations).toMatchObject([{ key: 'nvidia.com/gpu', operator: 'Exists' }]);
    expect(Object.keys(template.affinity as object)).toEqual(['nodeAffinity']);
    expect(template.priorityClassName).toBe('headroom');
    expect(made).toMatchObject({
      metadata: { name: 'chat-headroom', namespace: 'prod' },
      spec: { replicas: 2 },
    });
  });
});

describe('headroom of a recorded platform', () => {
  const plan = async (nodeStartSeconds: number): Promise<Awaited<ReturnType<typeof planNodes>>> =>
    planNodes(await openRecording(`${repositoryRoot}examples/platform/recording`), {
      headroom: { namespace: 'prod', nodeStartSeconds, coverage: 0.8 },
    });

  it('grows with the time that a node takes, and every placeholder is accounted for', async () => {
    const [soon, late] = [await plan(300), await plan(3600)];
    const of = ({ report }: typeof soon): NonNullable<typeof soon.report.headroom> => report.headroom!;
    expect(of(late).placeholders).toBeGreaterThan(of(soon).placeholders);
    for (const { placeholders, workloads, fitNow, withoutRoom } of [of(soon), of(late)]) {
      expect(workloads.reduce((sum, each) => sum + each.placeholders, 0)).toBe(placeholders);
      expect(fitNow + withoutRoom).toBeLessThanOrEqual(placeholders);
    }
    // One Deployment each, and the class.
    expect(soon.placeholders).toHaveLength(of(soon).workloads.length + 1);
    expect(of(soon).notes).toContain('prod/rerank: no HPA scales it: it will not ask for more room');
  }, 60_000);
});
