import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import type { HpaExplanation } from '#core/advisor/explain/explanation.ts';
import type { WorkloadReport } from '#core/advisor/workload-report.ts';

import { type PluginRun, runPluginBeside } from '../cli/run-plugin.ts';
import { describeWith } from './describe-with.ts';
import { wantsExistingCluster } from './existing-cluster.ts';
import { cadvisorSeries } from './exporters/cadvisor.ts';
import type { HistoryPod } from './exporters/history.ts';
import { deploymentSeries, podStateSeries } from './exporters/kube-state-metrics.ts';
import { apply, kubectl } from './kubectl.ts';
import { deployment, horizontalPodAutoscaler } from './objects.ts';
import { type PrometheusServer, startPrometheus } from './prometheus.ts';
import {
  openTestCluster,
  type TestCluster,
  testClusterPrograms,
  type UserKubeconfig,
} from './test-cluster.ts';
import { waitFor } from './wait.ts';

const mebibyte = 1024 * 1024;

/** What each pod uses, all the time. */
const usage = { web: { cpu: 0.2, memory: 300 * mebibyte }, 'web-api': { cpu: 0.5, memory: 64 * mebibyte } };

describeWith(
  [...testClusterPrograms(), 'prometheus', 'promtool'],
  'the plugin against a cluster and its Prometheus',
  () => {
    let cluster: TestCluster;
    let prometheus: PrometheusServer;
    let folder: string;
    const endSeconds = Math.floor(Date.now() / 60_000) * 60;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'plugin-commands-'));
      cluster = await openTestCluster();
      await applyWorkloads(cluster);
      const window = { startSeconds: endSeconds - 12 * 3600, endSeconds, stepSeconds: 60 };
      const pods = await historyPods(cluster, window.startSeconds);
      prometheus = await startPrometheus({
        series: [
          ...cadvisorSeries(pods, window),
          ...podStateSeries(pods, window),
          ...(['web', 'web-api'] as const).flatMap((name) =>
            deploymentSeries(
              { namespace: cluster.namespace, deployment: name, replicas: () => (name === 'web' ? 3 : 2) },
              window,
            ),
          ),
        ],
      });
    }, 180_000);
    afterAll(async () => {
      rmSync(folder, { recursive: true, force: true });
      await prometheus.stop();
      await cluster.stop();
    });

    const run = (user: UserKubeconfig, ...words: readonly string[]): Promise<PluginRun> =>
      runPluginBeside([...words, '-n', cluster.namespace, '--prometheus-url', prometheus.url], {
        KUBECONFIG: user.path,
      });
    const analyzeWeb = async (user: UserKubeconfig): Promise<WorkloadReport> => {
      const { code, stdout, stderr } = await run(user, 'analyze', 'deploy/web', '-o', 'json');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return JSON.parse(stdout) as WorkloadReport;
    };

    it('sees what kubectl sees', async () => {
      const { stdout } = await kubectl(cluster.kubeconfigs.admin, [
        'get',
        'hpa,deployments,pods',
        '--output=wide',
        `--namespace=${cluster.namespace}`,
      ]);
      console.log(`$ kubectl get hpa,deployments,pods -o wide\n${stdout}`);
      expect(stdout.match(/^pod\/web-[bcdf4-9]+-\w{5} /gm)).toHaveLength(3);
      expect(stdout.match(/^pod\/web-api-/gm)).toHaveLength(2);
      const report = await analyzeWeb(cluster.kubeconfigs.admin);
      expect(report.replicas).toEqual({ spec: 3, ready: 3 });
    });

    it('analyze: usage, the decision of the HPA and requests, each as they follow from what was backfilled', async () => {
      const report = await analyzeWeb(cluster.kubeconfigs.admin);
      const metric = (name: string): WorkloadReport['metrics'][number] | undefined =>
        report.metrics.find((each) => each.name === name);
      expect(metric('cpu')?.current).toBeCloseTo(usage.web.cpu, 6);
      expect(metric('memory')?.current).toBeCloseTo(usage.web.memory, 0);
      // 300 of 256 MiB are 117 % against a target of 80 %: ceil(3 × 117 ÷ 80).
      expect(report.scaling.now).toMatchObject({ currentReplicas: 3, desiredReplicas: 5, on: 'observed' });
      // The p95 of 200m and the maximum of 300Mi, each and 15 %; memory in steps of 16Mi.
      expect(
        report.requests.map(({ resource, currentRequest, recommendedRequest }) => [
          resource,
          currentRequest,
          recommendedRequest,
        ]),
      ).toEqual([
        ['cpu', '250m', '230m'],
        ['memory', '256Mi', '352Mi'],
      ]);
    });

    it.skipIf(wantsExistingCluster(process.env))(
      'explain hpa: where nobody serves usage it says what the real controller says, and what the metrics would ask for',
      async () => {
        const words = ['explain', 'hpa', 'web', '--since', '30m'];
        const { code, stdout, stderr } = await run(cluster.kubeconfigs.admin, ...words, '-o', 'json');
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        const explanation = JSON.parse(stdout) as HpaExplanation;
        expect(explanation).toMatchObject({ currentReplicas: 3, desiredReplicas: 3 });
        expect(explanation.answer).toContain('cannot act (FailedGetResourceMetric)');
        expect(explanation.notes).toContain(
          'with the usage that Prometheus has, the metrics would ask for 5',
        );
        expect(explanation.replay?.stretches.at(-1)).toMatchObject({ replicas: 3, desiredReplicas: 3 });
        expect(await scalingActive(cluster)).toEqual({
          reason: 'FailedGetResourceMetric',
          message: `the HPA was unable to compute the replica count: ${explanation.metrics[0]?.error ?? ''}`,
        });
        const table = await run(cluster.kubeconfigs.reader, 'explain', 'hpa', 'web');
        console.log(table.stdout);
        expect(table.stdout).toMatch(/install metrics-server/i);
      },
    );

    it('explain hpa: says of one that is not there which are', async () => {
      const { code, stdout, stderr } = await run(cluster.kubeconfigs.reader, 'explain', 'hpa', 'nope');
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
      expect(stderr).toContain('name one of these: web');
    });

    it('analyze: gives a reader the same figures as an administrator', async () => {
      const [admin, reader] = await Promise.all([
        analyzeWeb(cluster.kubeconfigs.admin),
        analyzeWeb(cluster.kubeconfigs.reader),
      ]);
      expect(figures(reader)).toEqual(figures(admin));
    });

    it('record: writes what analyze then says the same of without a cluster, and no credential', async () => {
      const out = join(folder, 'recording');
      const recorded = await run(cluster.kubeconfigs.reader, 'record', '--out', out);
      expect(recorded).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/: 2 workloads, \d+ objects/),
      });
      const question = [
        'explain',
        'hpa',
        'web',
        '--since',
        '30m',
        '-n',
        cluster.namespace,
        '--recording',
        out,
      ];
      const explained = await runPluginBeside([...question, '-o', 'json']);
      expect(explained).toMatchObject({ code: 0, stderr: '' });
      const explanation = JSON.parse(explained.stdout) as HpaExplanation;
      const asked = await run(cluster.kubeconfigs.reader, 'explain', 'hpa', 'web', '-o', 'json');
      expect(explanation.answer).toBe((JSON.parse(asked.stdout) as HpaExplanation).answer);
      // At the controller's own step: analyze alone would have recorded minutes.
      expect(explanation.replay).toMatchObject({ stepSeconds: 15, decisions: 121 });
      const { code, stdout } = await runPluginBeside([
        ...['analyze', 'deploy/web', '-n', cluster.namespace, '--recording', out, '-o', 'json'],
      ]);
      expect(code).toBe(0);
      const offline = JSON.parse(stdout) as WorkloadReport;
      const live = await analyzeWeb(cluster.kubeconfigs.reader);
      expect(figures(offline)).toEqual(figures(live));
      const user = readFileSync(cluster.kubeconfigs.reader.path, 'utf8');
      const secrets = [...user.matchAll(/"(?:client-key-data|token)": "([^"]+)"/g)].map((match) => match[1]!);
      expect(secrets.length).toBeGreaterThan(0);
      const written = readdirSync(out, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
      expect(secrets.filter((secret) => written.some((text) => text.includes(secret)))).toEqual([]);
    });

    it('lint: finds in the live objects what was put there, and nothing of the other workload', async () => {
      const { stdout: live } = await kubectl(cluster.kubeconfigs.reader, [
        ...['get', 'hpa,deployments', '--output=yaml', `--namespace=${cluster.namespace}`],
      ]);
      const file = join(folder, 'live.yaml');
      writeFileSync(file, live);
      const { code, stdout, stderr } = await runPluginBeside(['lint', file, '--format', 'json']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const { findings, summary } = JSON.parse(stdout) as {
        findings: { ruleId: string; object: { name: string }; range: { start: { line: number } } }[];
        summary: { objectsChecked: number };
      };
      expect(summary.objectsChecked).toBe(3);
      const lines = live.split('\n');
      const found = findings.map(({ ruleId, object, range }) => [
        ruleId,
        object.name,
        lines[range.start.line - 1]?.trim(),
      ]);
      expect(found).toContainEqual(['replicas-set-with-hpa', 'web', 'replicas: 3']);
      expect(found.filter(([, name]) => name !== 'web')).toEqual([]);
    });

    it('analyze: tells nobody that Prometheus cannot be looked for either', async () => {
      const { code, stdout, stderr } = await runPluginBeside(['analyze', '-n', cluster.namespace], {
        KUBECONFIG: cluster.kubeconfigs.nobody.path,
      });
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
      expect(stderr).toContain(`error: User "${cluster.nobodyName}" may not list services in all namespaces`);
      expect(stderr).toContain('--prometheus-url');
    });

    it.each([
      ['analyze of a workload', ['analyze', 'deploy/web'], 'get', 'deployments.apps'],
      ['analyze of a namespace', ['analyze'], 'list', 'deployments.apps'],
      ['explain hpa', ['explain', 'hpa', 'web'], 'get', 'horizontalpodautoscalers.autoscaling'],
      ['record', ['record', '--out', join(tmpdir(), 'never-written')], 'list', 'deployments.apps'],
    ] as const)(
      '%s: tells nobody which verb on which resource is missing',
      async (_title, words, verb, resource) => {
        const { code, stdout, stderr } = await run(cluster.kubeconfigs.nobody, ...words);
        console.log(stderr);
        expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
        expect(stderr).toContain(
          `error: User "${cluster.nobodyName}" may not ${verb} ${resource} in namespace ${cluster.namespace}`,
        );
        expect(stderr.match(/error:/g)).toHaveLength(1);
        expect(stderr).not.toMatch(/^\s+at /m);
      },
    );
  },
);

/** What a report says without when and from where it was read. */
function figures({ replicas, metrics, scaling, requests }: WorkloadReport): unknown {
  return {
    replicas,
    desiredReplicas: scaling.now.desiredReplicas,
    metrics: metrics.map(({ name, current, p95, max }) => ({ name, current, p95, max })),
    requests: requests.map(({ container, resource, recommendedRequest }) => ({
      container,
      resource,
      recommendedRequest,
    })),
  };
}

/** What the HPA controller says of the HPA `web`, once it has said it. */
async function scalingActive({ kubeconfigs: { admin }, namespace }: TestCluster): Promise<unknown> {
  const condition = 'jsonpath={.status.conditions[?(@.type=="ScalingActive")]}';
  const words = ['get', 'hpa', 'web', `--namespace=${namespace}`, `--output=${condition}`];
  const found = await waitFor(async () => (await kubectl(admin, words)).stdout || undefined, {
    description: 'the HPA controller to look at the HPA',
    timeoutSeconds: 60,
  });
  const { reason, message } = JSON.parse(found) as { reason: string; message: string };
  return { reason, message };
}

async function applyWorkloads({ kubeconfigs: { admin }, namespace }: TestCluster): Promise<void> {
  await apply(
    admin,
    deployment('web', { namespace, replicas: 3, requests: { cpu: '250m', memory: '256Mi' } }),
    deployment('web-api', { namespace, replicas: 2, requests: { cpu: '1', memory: '128Mi' } }),
    horizontalPodAutoscaler('web', namespace, {
      minReplicas: 3,
      maxReplicas: 10,
      // Not CPU: for five minutes after its start a pod's samples of CPU do not count.
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 80 } },
        },
      ],
    }),
  );
  for (const name of ['web', 'web-api']) {
    const rollout = ['rollout', 'status', `deployment/${name}`, '--timeout=120s', `--namespace=${namespace}`];
    const { exitCode, stderr } = await kubectl(admin, rollout);
    if (exitCode !== 0) throw new Error(`${name} did not become ready: ${stderr.trim()}`);
  }
}

/** The pods that there are, with a past. */
async function historyPods(
  { kubeconfigs: { admin }, namespace }: TestCluster,
  startedAtSeconds: number,
): Promise<readonly HistoryPod[]> {
  const { stdout } = await kubectl(admin, ['get', 'pods', '--output=json', `--namespace=${namespace}`]);
  const { items } = JSON.parse(stdout) as {
    items: readonly {
      metadata: {
        name: string;
        uid: string;
        labels: { app: keyof typeof usage };
        ownerReferences: { name: string }[];
      };
      spec: { nodeName: string };
    }[];
  };
  return items.map(({ metadata: { name, uid, labels, ownerReferences }, spec: { nodeName } }) => ({
    namespace,
    name,
    uid,
    node: nodeName,
    replicaSet: ownerReferences[0]!.name,
    startedAtSeconds,
    containers: [
      {
        name: 'app',
        image: 'registry.k8s.io/pause:3.10',
        cpuCores: () => usage[labels.app].cpu,
        memoryBytes: () => usage[labels.app].memory,
      },
    ],
  }));
}
