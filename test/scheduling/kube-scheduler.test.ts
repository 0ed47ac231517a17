import { afterAll, beforeAll, expect, it } from 'vitest';

import { readBoundVolumes, type VolumesOf } from '#core/advisor/bound-volumes.ts';
import { nodeView, podView } from '#core/apis/index.ts';
import type { KubernetesObject } from '#core/manifest/index.ts';
import {
  ClusterSnapshot,
  FitCheck,
  schedulingNode,
  type SchedulingPod,
  schedulingPod,
  unschedulableMessage,
} from '#core/scheduling/index.ts';
import { memoryCluster } from '#core/testing/index.ts';

import { type ControlPlane, controlPlanePrograms, startControlPlane } from '../controlplane/control-plane.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { apply } from '../controlplane/kubectl.ts';
import { waitFor } from '../controlplane/wait.ts';
import { Agreement } from './agreement.ts';
import { randomCluster } from './random-cluster.ts';

interface PodObject extends KubernetesObject {
  readonly spec: { readonly nodeName?: string };
  readonly status: {
    readonly conditions?: readonly { type: string; status: string; message?: string }[];
  };
}

type VolumeObject = KubernetesObject & { readonly status: { readonly phase: string } };

/** Without what follows on preemption and on device claims. */
const reasonsIn = (message: string): string => /^.*?[a-z)]\.(?= |$)/.exec(message)?.[0] ?? message;

const pods = '/api/v1/namespaces/default/pods';

describeWith(controlPlanePrograms, 'the scheduler of a real control plane', () => {
  let controlPlane: ControlPlane;
  beforeAll(async () => {
    controlPlane = await startControlPlane();
    await apply(controlPlane.kubeconfigs.admin, {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'sandboxed' },
      handler: 'sandboxed',
      overhead: { podFixed: { cpu: '100m' } },
    });
  });
  afterAll(() => controlPlane.stop());

  /** What the scheduler did: the node it bound the pod to, or what it wrote in the pod's condition. */
  const verdictOn = (name: string): Promise<PodObject> =>
    waitFor(
      async () => {
        const pod = await controlPlane.api.get<PodObject>(`${pods}/${name}`);
        return pod.spec.nodeName === undefined && refusalOf(pod) === undefined ? undefined : pod;
      },
      { description: `a verdict on ${name}`, timeoutSeconds: 20 },
    );
  const refusalOf = ({ status }: PodObject): string | undefined =>
    status.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False')?.message;
  /** Claims and volumes, once the controller has bound them. */
  const boundVolumes = async (made: readonly object[]): Promise<VolumesOf> => {
    const list = async (kind: string, plural: string): Promise<readonly VolumeObject[]> => {
      const { items } = await controlPlane.api.get<{ items: VolumeObject[] }>(`/api/v1/${plural}`);
      return items.map((item) => ({ ...item, apiVersion: 'v1', kind }));
    };
    const claims = await waitFor(
      async () => {
        const found = await list('PersistentVolumeClaim', 'persistentvolumeclaims');
        return found.every(({ status }) => status.phase === 'Bound') ? found : undefined;
      },
      { description: 'the claims to be bound' },
    );
    const cluster = memoryCluster([...claims, ...(await list('PersistentVolume', 'persistentvolumes'))]);
    const views = made.flatMap((object) => podView(object as KubernetesObject) ?? []);
    return readBoundVolumes(cluster, views, {}, []);
  };
  const read = (object: KubernetesObject, volumesOf: VolumesOf): SchedulingPod => {
    const view = podView(object)!;
    return schedulingPod(view.template, {
      namespace: 'default',
      name: view.metadata.name!,
      volumes: volumesOf(view),
    });
  };

  it(
    'refuses what we refuse, in the same words, and binds where we say that it fits',
    { timeout: 180_000 },
    async () => {
      const { nodes, disks, pods: made } = randomCluster(20260824, { nodes: 14, pods: 160 });
      await apply(controlPlane.kubeconfigs.admin, ...nodes, ...disks);
      const volumesOf = await boundVolumes(made);
      await waitFor(
        async () => {
          const { items } = await controlPlane.api.get<{ items: { spec: { taints?: { key: string }[] } }[] }>(
            '/api/v1/nodes',
          );
          return items.every(
            ({ spec }) => !spec.taints?.some(({ key }) => key.startsWith('node.kubernetes.io/not-ready')),
          );
        },
        { description: 'the nodes to be ready' },
      );
      const { items } = await controlPlane.api.get<{ items: KubernetesObject[] }>('/api/v1/nodes');
      const snapshot = new ClusterSnapshot(
        items.map((item) => schedulingNode(nodeView({ ...item, apiVersion: 'v1', kind: 'Node' })!)),
      );
      const agreement = new Agreement();
      for (const object of made) {
        const { metadata } = object as KubernetesObject & { metadata: { name: string } };
        await controlPlane.api.create(pods, object);
        const judged = await verdictOn(metadata.name);
        const pod = read({ ...judged, apiVersion: 'v1', kind: 'Pod' }, volumesOf);
        const check = new FitCheck(pod, snapshot);
        const label = JSON.stringify(object);
        if (judged.spec.nodeName === undefined) {
          const refusals = [...snapshot.nodes()].map((info) => check.refusals(info));
          expect(reasonsIn(refusalOf(judged)!), label).toBe(unschedulableMessage(refusals));
          agreement.refused(refusals);
          await controlPlane.api.delete(`${pods}/${metadata.name}`);
        } else {
          const info = snapshot.node(judged.spec.nodeName)!;
          expect(check.refusals(info), label).toEqual([]);
          agreement.bound([...snapshot.nodes()].filter((each) => check.refusals(each).length === 0).length);
          snapshot.addPod(pod, info);
        }
      }
      console.log(agreement.table(nodes.length));
      const { bound, refused, reasons } = agreement.counts;
      expect(bound).toBeGreaterThan(20);
      expect(refused).toBeGreaterThan(20);
      expect(reasons).toBeGreaterThan(11);
    },
  );
});
