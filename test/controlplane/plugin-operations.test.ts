import { spawnSync } from 'node:child_process';

import { afterAll, beforeAll, expect, it } from 'vitest';

import type { DoctorReport, StatusReport } from '#core/advisor/index.ts';

import { plainEnvironment, type PluginRun, repositoryRoot, runPluginBeside } from '../cli/run-plugin.ts';
import { requireBinary } from './binaries.ts';
import { describeWith } from './describe-with.ts';
import { apply, kubectl } from './kubectl.ts';
import { deployment, horizontalPodAutoscaler } from './objects.ts';
import {
  openTestCluster,
  type TestCluster,
  testClusterPrograms,
  type UserKubeconfig,
} from './test-cluster.ts';
import { waitFor } from './wait.ts';

describeWith(testClusterPrograms(), 'status and doctor against a cluster', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await openTestCluster();
    const { namespace } = cluster;
    await apply(
      cluster.kubeconfigs.admin,
      // The node has 16 cores.
      deployment('huge', { namespace, replicas: 2, requests: { cpu: '100' } }),
      deployment('blind', { namespace, replicas: 1, requests: { cpu: '100m' } }),
      horizontalPodAutoscaler('blind', namespace, {
        minReplicas: 1,
        maxReplicas: 4,
        metrics: [
          {
            type: 'Pods',
            pods: { metric: { name: 'queue_depth' }, target: { type: 'AverageValue', averageValue: '10' } },
          },
        ],
      }),
    );
    await waitFor(
      async () => {
        const { stdout } = await kubectl(cluster.kubeconfigs.admin, [
          ...['get', 'hpa,pods', '--output=json', `--namespace=${namespace}`],
        ]);
        return stdout.includes('FailedGetPodsMetric') && stdout.includes('Unschedulable')
          ? stdout
          : undefined;
      },
      { description: 'the words of the HPA controller and the scheduler', timeoutSeconds: 60 },
    );
  }, 180_000);
  afterAll(() => cluster.stop());

  const run = (user: UserKubeconfig, ...words: readonly string[]): Promise<PluginRun> =>
    runPluginBeside([...words, '-n', cluster.namespace], { KUBECONFIG: user.path });

  it('status: blames the scheduler’s reasons, and the controller’s, in their own words', async () => {
    const { code, stdout, stderr } = await run(cluster.kubeconfigs.reader, 'status', '-o', 'json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { pending, blind } = JSON.parse(stdout) as StatusReport;
    expect(pending).toMatchObject([{ owner: 'Deployment/huge', state: 'unschedulable' }]);
    expect(pending[0]?.pods).toHaveLength(2);
    const { check, message } = pending[0]!;
    expect(check).toMatchObject({ nodes: 1, fitting: 0 });
    expect(message).toContain(`0/1 nodes are available: 1 ${check?.blockers[0]?.reason ?? ''}`);
    expect(blind).toMatchObject([
      { hpa: 'blind', metric: 'queue_depth', problem: 'missing', effect: 'holds' },
    ]);
    expect(blind[0]?.why).toContain('queue_depth');
  });

  it('status: goes on without the right to list nodes, and tells nobody which right is missing', async () => {
    const { code, stdout, stderr } = await run(cluster.kubeconfigs.nobody, 'status');
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('may not list horizontalpodautoscalers.autoscaling');
  });

  it('doctor: finds what a reader has and lacks, by the server’s own access reviews', async () => {
    const { code, stdout } = await run(cluster.kubeconfigs.reader, 'doctor', '-o', 'json');
    const { checks } = JSON.parse(stdout) as DoctorReport;
    const rights = checks.filter(({ area, state }) => area === 'rights' && state !== 'ok');
    expect(rights.map(({ name }) => name)).toEqual([
      `patch deployments.apps in ${cluster.namespace}`,
      `patch horizontalpodautoscalers.autoscaling in ${cluster.namespace}`,
    ]);
    // No metrics adapter serves what the HPA goes by, and there is no Prometheus.
    const problems = checks.filter(({ state }) => state === 'problem').map(({ area, name }) => [area, name]);
    expect(problems).toEqual([
      ['metrics APIs', 'custom.metrics.k8s.io'],
      ['Prometheus', 'found'],
    ]);
    expect(code).toBe(3);
  });

  it('doctor: of a user without rights names each right that is missing', async () => {
    const { code, stdout } = await run(cluster.kubeconfigs.nobody, 'doctor', '-o', 'json');
    expect(code).toBe(3);
    const { checks } = JSON.parse(stdout) as DoctorReport;
    const missing = checks.filter(({ area, state }) => area === 'rights' && state === 'problem');
    expect(missing.map(({ name }) => name)).toContain(`list pods in ${cluster.namespace}`);
  });

  it.each(['status', 'analyze', 'metrics', 'rightsize'])(
    '%s: says who may not act as whom',
    async (command) => {
      const { code, stdout, stderr } = await run(cluster.kubeconfigs.reader, command, '--as', 'bob');
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
      expect(stderr).toContain('error: User "reader" may not act as "bob"');
      expect(stderr).not.toMatch(/^\s+at /m);
    },
  );

  it('an administrator acts as another, with that one’s rights', async () => {
    const { code, stderr } = await run(cluster.kubeconfigs.admin, 'status', '--as', 'nobody');
    expect(code).toBe(3);
    expect(stderr).toContain('User "nobody" may not list horizontalpodautoscalers.autoscaling');
  });

  it.each([
    ['namespaces', ['status', '-n', 'kube-s'], ['kube-system']],
    ['contexts', ['status', '--context', ''], ['reader']],
    [
      'workloads of a namespace that was named',
      ['analyze', '-n', 'autoscale-test', 'deploy/h'],
      ['deploy/huge'],
    ],
    ['names of a kind', ['rightsize', '--namespace=autoscale-test', 'deployment', ''], ['blind', 'huge']],
    ['HPAs', ['explain', 'hpa', '-n', 'autoscale-test', 'b'], ['blind']],
    ['Deployments', ['create-hpa', '-n', 'autoscale-test', '--deployment', 'h'], ['huge']],
  ] as const)('completes %s', (_title, words, expected) => {
    const { stdout } = spawnSync(
      process.execPath,
      [`${repositoryRoot}plugin/bin/kubectl_complete-autoscaler.js`, ...words],
      {
        encoding: 'utf8',
        env: plainEnvironment({
          KUBECONFIG: cluster.kubeconfigs.reader.path,
          KUBECTL_PATH: requireBinary('kubectl'),
        }),
      },
    );
    const lines = stdout.split('\n').filter((line) => line !== '' && !line.startsWith(':'));
    expect(lines).toEqual(expected);
  });

  it.each([
    ['a namespace that is not there', ['analyze', '-n', 'nowhere'], 0, /no Deployment or StatefulSet/],
    [
      'a context that is not there',
      ['status', '--context', 'nowhere'],
      3,
      /has no context "nowhere"; it knows/,
    ],
  ] as const)('%s', async (_title, words, code, said) => {
    const answer = await runPluginBeside([...words, '--prometheus-url', 'http://127.0.0.1:9'], {
      KUBECONFIG: cluster.kubeconfigs.admin.path,
    });
    expect(answer.code).toBe(code);
    expect(answer.stdout + answer.stderr).toMatch(said);
  });
});
