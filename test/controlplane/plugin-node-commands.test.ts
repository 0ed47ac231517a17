import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import type {
  ClusterReport,
  CostReport,
  GpuReport,
  NodePlanReport,
  NodesReport,
} from '#core/advisor/index.ts';
import { expandPriceBook, findOffering } from '#core/cost/index.ts';
import { awsUsEast1 } from '#core/cost/price-books/aws-us-east-1.generated.ts';

import { type PluginRun, runPluginBeside } from '../cli/run-plugin.ts';
import { type ControlPlane, controlPlanePrograms, startControlPlane } from './control-plane.ts';
import { describeWith } from './describe-with.ts';
import { dcgmSeries } from './exporters/dcgm-exporter.ts';
import { apply } from './kubectl.ts';
import { makeNamespace } from './namespace.ts';
import { deployment, simulatedNode } from './objects.ts';
import { type PrometheusServer, startPrometheus } from './prometheus.ts';
import { waitFor } from './wait.ts';

const namespace = 'shop';
const pools = { cpu: 'm6i.2xlarge', gpu: 'g5.xlarge' } as const;
const nodes = { 'cpu-a': 'cpu', 'cpu-b': 'cpu', 'gpu-a': 'gpu' } as const;
const gpuTaint = { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' };
/** Per cent, all the time. */
const gpuUse = 20;

interface LivePod {
  readonly metadata: { readonly name: string; readonly labels: { readonly app?: string } };
  readonly spec: { readonly nodeName?: string };
  readonly status: {
    readonly phase: string;
    readonly conditions?: readonly { type: string; status: string; message?: string }[];
  };
}

describeWith(
  [...controlPlanePrograms, 'prometheus', 'promtool'],
  'commands on nodes, GPUs and money against a cluster and its Prometheus',
  () => {
    let controlPlane: ControlPlane;
    let prometheus: PrometheusServer;
    let pods: readonly LivePod[];
    let folder: string;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'plugin-node-commands-'));
      controlPlane = await startControlPlane();
      const { admin } = controlPlane.kubeconfigs;
      await makeNamespace(admin, { name: namespace });
      await apply(
        admin,
        ...Object.entries(nodes).map(([name, pool]) => machine(name, pool)),
        autoscaler,
        sizes,
      );
      await apply(
        admin,
        deployment('web', { namespace, replicas: 3, requests: { cpu: '2', memory: '4Gi' } }),
        onGpu(deployment('model', { namespace, replicas: 1, requests: { cpu: '1', memory: '8Gi' } })),
      );
      await settled(4, 4);
      await apply(
        admin,
        onGpu(deployment('queued', { namespace, replicas: 1, requests: { cpu: '1', memory: '8Gi' } })),
        deployment('huge', { namespace, replicas: 1, requests: { cpu: '64', memory: '1Gi' } }),
      );
      pods = await settled(6, 4);
      const endSeconds = Math.floor(Date.now() / 60_000) * 60;
      const gpu = {
        node: 'gpu-a',
        index: 0,
        modelName: 'NVIDIA A10G',
        memoryMebibytes: 23028,
        utilizationPercent: () => gpuUse,
        usedMebibytes: () => 4000,
        workload: { namespace, pod: of('model')[0]!.metadata.name, container: 'app' },
      };
      prometheus = await startPrometheus({
        series: dcgmSeries(gpu, { startSeconds: endSeconds - 7200, endSeconds, stepSeconds: 60 }),
      });
    }, 180_000);
    afterAll(async () => {
      rmSync(folder, { recursive: true, force: true });
      await prometheus.stop();
      await controlPlane.stop();
    });

    /** All pods, once so many are judged by the scheduler, of which so many run. */
    const settled = (count: number, running: number): Promise<readonly LivePod[]> =>
      waitFor(
        async () => {
          const path = `/api/v1/namespaces/${namespace}/pods`;
          const { items } = await controlPlane.api.get<{ items: LivePod[] }>(path);
          const runs = items.filter(({ status }) => status.phase === 'Running').length;
          const refused = items.filter((pod) => refusalOf(pod) !== undefined).length;
          return items.length === count && runs === running && runs + refused === count ? items : undefined;
        },
        { description: `${count} pods, ${running} of them running`, timeoutSeconds: 60 },
      );
    const refusalOf = ({ status }: LivePod): string | undefined =>
      status.conditions?.find((each) => each.type === 'PodScheduled' && each.status === 'False')?.message;
    const of = (app: string): readonly LivePod[] =>
      pods.filter(({ metadata }) => metadata.labels.app === app);
    const run = (user: 'reader' | 'admin' | 'nobody', ...words: readonly string[]): Promise<PluginRun> =>
      runPluginBeside([...words, '--prometheus-url', prometheus.url], {
        KUBECONFIG: controlPlane.kubeconfigs[user].path,
      });
    const read = async <Report>(...words: readonly string[]): Promise<Report> => {
      const { code, stdout, stderr } = await run('reader', ...words, '-o', 'json');
      expect({ code, error: /error/.exec(stderr) }, stderr).toEqual({ code: 0, error: null });
      return JSON.parse(stdout) as Report;
    };
    const show = async (...words: readonly string[]): Promise<void> =>
      console.log(`$ kubectl autoscaler ${words.join(' ')}\n${(await run('reader', ...words)).stdout}`);

    it('nodes: requests as the real scheduler placed them, pools and sizes as the cluster says', async () => {
      const report = await read<NodesReport>('nodes');
      await show('nodes');
      expect(
        report.pools.map(({ name, nodes: count, minSize, maxSize }) => [name, count, minSize, maxSize]),
      ).toEqual([
        ['cpu', 2, 0, 5],
        ['gpu', 1, 0, 3],
      ]);
      expect(report.autoscaler).toMatchObject({ release: '1.36', expanders: ['least-nodes'] });
      const webOn = (node: string): number => of('web').filter(({ spec }) => spec.nodeName === node).length;
      expect(report.nodes.map(({ name, cpu }) => [name, cpu.requested])).toEqual([
        ['cpu-a', 2 * webOn('cpu-a')],
        ['cpu-b', 2 * webOn('cpu-b')],
        ['gpu-a', 1],
      ]);
      expect(report.nodes[2]?.gpus).toEqual([
        { resource: 'nvidia.com/gpu', allocatable: 1, requested: 1, used: gpuUse / 100 },
      ]);
      expect(report.pendingPods).toBe(2);
    });

    it('nodes plan: a node for the pod that a node helps, and of the other what the real scheduler says too', async () => {
      const { scaleUp } = await read<NodePlanReport>('nodes', 'plan');
      await show('nodes', 'plan');
      expect(scaleUp.resizes).toMatchObject([{ pool: 'gpu', from: 1, to: 2 }]);
      expect(scaleUp.hopeless.map(({ controller }) => controller)).toEqual(['shop/Deployment/huge']);
      const words = scaleUp.hopeless[0]!.refusals.find(({ pool }) => pool === 'cpu')!.reasons.join();
      expect(words).toMatch(/^Insufficient cpu/);
      expect(refusalOf(of('huge')[0]!)).toContain('Insufficient cpu');
    });

    it('gpu: what is given, what is used, what to do, and that a pod waits', async () => {
      const report = await read<GpuReport>('gpu', '--for', 'type=A10G');
      await show('gpu', '--for', 'type=A10G');
      expect(report.totals).toEqual([{ resource: 'nvidia.com/gpu', allocatable: 1, allocated: 1, free: 0 }]);
      expect(report.nodes[0]).toMatchObject({ model: 'A10G', utilization: gpuUse / 100 });
      expect(report.idle).toMatchObject([
        { kind: 'under-used', advice: expect.stringContaining('share a GPU') },
      ]);
      expect(report.addNodes).toMatchObject({ needed: true, resizes: [{ pool: 'gpu', from: 1, to: 2 }] });
      expect(report.placement).not.toHaveProperty('node');
    });

    it('cost and report: the nodes at the prices of the book, all of it divided, the same in both', async () => {
      const book = expandPriceBook(awsUsEast1);
      const price = (pool: keyof typeof pools): number => findOffering(book, pools[pool])!.onDemandPerHour;
      const report = await read<CostReport>('cost', '-A', '--by', 'workload', '--time-limit', '1');
      expect(report.now.perHour).toBeCloseTo(2 * price('cpu') + price('gpu'), 9);
      const rows = report.rows.reduce((sum, { perHour }) => sum + perHour, report.idle.perHour);
      expect(rows).toBeCloseTo(report.now.perHour, 9);
      const steps = report.plan!.actions.map(({ inSequence }) =>
        Math.round(inSequence.savingPerHour * 10_000),
      );
      expect(steps.reduce((sum, step) => sum + step, 0)).toBe(
        Math.round(report.plan!.total.savingPerHour * 10_000),
      );
      const page = join(folder, 'report.html');
      const whole = await read<ClusterReport>('report', '--html', page, '--no-plan');
      expect(whole.cost.now.perHour).toBe(report.now.perHour);
      expect(readFileSync(page, 'utf8')).toContain('huge');
    });

    it.each([
      [['nodes'], /^error: User "nobody" may not list (nodes|pods) /],
      [['nodes', 'plan'], /^error: User "nobody" may not list (nodes|pods) /],
      [['gpu'], /^error: User "nobody" may not list (nodes|pods) /],
      [['cost', '-A'], /^error: nodes cannot be listed.*\n.*ask for the right to list nodes/],
      [['report', '-A'], /^error: nodes cannot be listed.*\n.*ask for the right to list nodes/],
    ])('%j: tells nobody what may not be read', async (words, problem) => {
      const { code, stdout, stderr } = await run('nobody', ...words);
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
      expect(stderr).toMatch(problem);
      expect(stderr.match(/error:/g)).toHaveLength(1);
      expect(stderr).not.toMatch(/^\s+at /m);
    });
  },
);

function machine(name: string, pool: keyof typeof pools): object {
  const node = simulatedNode(name, {
    ...(pool === 'gpu'
      ? { cpu: '4', memory: '16Gi', extended: { 'nvidia.com/gpu': '1' } }
      : { cpu: '8', memory: '32Gi' }),
    labels: {
      'eks.amazonaws.com/nodegroup': pool,
      'eks.amazonaws.com/capacityType': 'ON_DEMAND',
      'node.kubernetes.io/instance-type': pools[pool],
      'topology.kubernetes.io/zone': 'us-east-1a',
      ...(pool === 'gpu' && { 'nvidia.com/gpu.product': 'NVIDIA-A10G', 'nvidia.com/gpu.count': '1' }),
    },
  });
  return pool === 'gpu' ? { ...node, spec: { taints: [gpuTaint] } } : node;
}

/** Only its flags are read: none of its pods run. */
const autoscaler = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'cluster-autoscaler', namespace: 'kube-system' },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: 'cluster-autoscaler' } },
    template: {
      metadata: { labels: { app: 'cluster-autoscaler' } },
      spec: {
        containers: [
          {
            name: 'cluster-autoscaler',
            image: 'registry.k8s.io/autoscaling/cluster-autoscaler:v1.36.1',
            command: ['./cluster-autoscaler', '--expander=least-nodes'],
          },
        ],
      },
    },
  },
};

const group = (name: string, cloudProviderTarget: number, maxSize: number): object => ({
  name,
  health: { status: 'Healthy', cloudProviderTarget, minSize: 0, maxSize },
  scaleUp: { status: 'NoActivity' },
});
/** As Cluster Autoscaler writes it. */
const sizes = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'cluster-autoscaler-status', namespace: 'kube-system' },
  data: {
    status: JSON.stringify({
      autoscalerStatus: 'Running',
      nodeGroups: [group('eks-cpu-1', 2, 5), group('eks-gpu-2', 1, 3)],
    }),
  },
};

type Deployment = ReturnType<typeof deployment> & {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { resources: object }[] } };
  };
};

function onGpu(object: object): object {
  const { spec } = object as Deployment;
  const containers = spec.template.spec.containers.map((container) => ({
    ...container,
    resources: { ...container.resources, limits: { 'nvidia.com/gpu': '1' } },
  }));
  const template = {
    ...spec.template,
    spec: { ...spec.template.spec, tolerations: [{ key: gpuTaint.key, operator: 'Exists' }], containers },
  };
  return { ...object, spec: { ...spec, template } };
}
