import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import type { MetricsReport } from '#core/advisor/index.ts';

import { plainEnvironment, repositoryRoot, runPluginBeside } from '../cli/run-plugin.ts';
import { requireBinary } from '../controlplane/binaries.ts';
import { type ControlPlane, controlPlanePrograms, startControlPlane } from '../controlplane/control-plane.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { apply, kubectl } from '../controlplane/kubectl.ts';
import { makeNamespace } from '../controlplane/namespace.ts';
import { deployment, horizontalPodAutoscaler, simulatedNode } from '../controlplane/objects.ts';
import { type PrometheusServer, startPrometheus } from '../controlplane/prometheus.ts';
import { installVpaDefinitions } from '../controlplane/vpa-recommender.ts';
import { waitFor } from '../controlplane/wait.ts';
import { adapterUser, allowHpaController, startAdapter } from '../metrics-adapter/start-adapter.ts';
import { runProgram } from './run-program.ts';

/** The catalogue's rule, with a rate over a shorter time than a real scrape interval would allow. */
const config = `
rules:
- seriesQuery: 'http_requests_total{namespace!="",pod!=""}'
  resources: {template: "<<.Resource>>"}
  name: {as: requests_per_second}
  metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[8s])) by (<<.GroupBy>>)'
`;

const namespace = 'shop';

describeWith(
  [...controlPlanePrograms, 'vpa-recommender', 'prometheus', 'promtool'],
  'an HPA made by create-hpa, on a real control plane with the adapter',
  () => {
    let controlPlane: ControlPlane;
    let prometheus: PrometheusServer;
    let bin: string;
    const load = requestCounters(() => controlPlane);

    beforeAll(async () => {
      bin = mkdtempSync(join(tmpdir(), 'bin-'));
      symlinkSync(`${repositoryRoot}plugin/bin/kubectl-autoscaler.js`, join(bin, 'kubectl-autoscaler'));
      controlPlane = await startControlPlane();
      const url = await load.listen();
      prometheus = await startPrometheus({ scrapeTargets: [{ job: 'pods', url: `${url}/metrics` }] });
      await allowHpaController(controlPlane);
      const user = await adapterUser(controlPlane, 'adapter');
      await startAdapter(controlPlane, user, { config, prometheusUrl: prometheus.url });
      const { admin } = controlPlane.kubeconfigs;
      await apply(admin, simulatedNode('node-1', { cpu: '16' }));
      await makeNamespace(admin, { name: namespace });
    }, 180_000);
    afterAll(async () => {
      rmSync(bin, { recursive: true, force: true });
      load.close();
      await prometheus.stop();
      await controlPlane.stop();
    });

    const environment = (): Readonly<Record<string, string>> => ({
      KUBECONFIG: controlPlane.kubeconfigs.admin.path,
    });
    const create = (...words: readonly string[]) =>
      runPluginBeside([...words, '-n', namespace], environment());
    const hpa = (name: string) =>
      controlPlane.api.get<{ spec: any; metadata: any }>(
        `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/${name}`,
      );

    const podsWithMetric = async (): Promise<number> => {
      const path = `/apis/custom.metrics.k8s.io/v1beta1/namespaces/${namespace}/pods/*/requests_per_second`;
      const { items } = await controlPlane.api.get<{ items: readonly unknown[] }>(path);
      return items.length;
    };

    it('scales test-app up under load, and down after it (examples/integration/run.sh)', async () => {
      const path = [bin, dirname(requireBinary('kubectl')), dirname(process.execPath), process.env.PATH];
      const { code, output } = await runProgram('bash', [`${repositoryRoot}examples/integration/run.sh`], {
        ...plainEnvironment({
          ...environment(),
          PATH: path.join(':'),
          NAMESPACE: namespace,
          TIMEOUT_SECONDS: '100',
          BEHAVIOR: '{scaleDown: {stabilizationWindowSeconds: 5}}',
          LOAD_UP: `curl -sS ${load.url()}/load/540`,
          LOAD_DOWN: `curl -sS ${load.url()}/load/20`,
        }),
        HOME: controlPlane.directory,
      });
      console.log(output);
      expect(output).toContain('scaled up under load, and down after it');
      expect(code).toBe(0);
      const { spec, metadata } = await hpa('test-app');
      expect(spec).toMatchObject({
        minReplicas: 2,
        maxReplicas: 10,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'test-app' },
        metrics: [
          {
            type: 'Pods',
            pods: {
              metric: { name: 'requests_per_second' },
              target: { type: 'AverageValue', averageValue: '100' },
            },
          },
        ],
      });
      expect(metadata.managedFields[0]).toMatchObject({ manager: 'kubectl-autoscale', operation: 'Apply' });
      // Pods that went are in the rate for eight seconds more; those that stay are what the next tests count.
      await waitFor(async () => (await podsWithMetric()) === 2, {
        description: 'the metric to be of the two pods that are left',
      });
    }, 300_000);

    const change = ['--deployment', 'test-app', '--metric', 'requests_per_second', '--min-replicas', '2'];

    it('is changed with a diff, and set back by the command that was printed', async () => {
      const changed = await create('create-hpa', ...change, '--target-value', '80', '--apply', '--yes');
      expect(changed).toMatchObject({ code: 0 });
      expect(changed.stderr).toMatch(/requests_per_second is served: now [\d.]+ a pod over 2 pods/);
      expect(changed.stdout).toMatch(/-\s+averageValue: "100"\n[^]*\+\s+averageValue: "80"/);
      // Applied before, and left out this time.
      expect(changed.stdout).toMatch(/^-\s+behavior:/m);
      expect((await hpa('test-app')).spec.behavior).toBeUndefined();
      const undo = /^undo {5}(.+)$/m.exec(changed.stdout)?.[1] ?? '';
      await runProgram('bash', ['-c', undo.replace(/^kubectl/, requireBinary('kubectl'))], {
        ...plainEnvironment(environment()),
      });
      const { spec } = await hpa('test-app');
      expect(spec.metrics[0].pods.target.averageValue).toBe('100');
      expect(spec.behavior.scaleDown.stabilizationWindowSeconds).toBe(5);
    }, 60_000);

    it('is refused where another manager set the field, and named', async () => {
      // The undo above was a patch by kubectl: the target is kubectl-patch's now.
      const refused = await create('create-hpa', ...change, '--target-value', '60', '--apply', '--yes');
      expect(refused).toMatchObject({ code: 2 });
      expect(refused.stderr).toMatch(/fields that another manager set: kubectl-patch \(\.spec\.metrics\)/);
      expect((await hpa('test-app')).spec.metrics[0].pods.target.averageValue).toBe('100');
      const forced = await create(
        ...['create-hpa', ...change, '--target-value', '60', '--apply', '--yes', '--force-conflicts'],
      );
      expect(forced).toMatchObject({ code: 0 });
      expect((await hpa('test-app')).spec.metrics[0].pods.target.averageValue).toBe('60');
    }, 60_000);

    it('is not applied where the metric is not served, another HPA is there, or nobody can be asked', async () => {
      await apply(controlPlane.kubeconfigs.admin, deployment('other', { namespace, replicas: 1 }));
      const other = ['--deployment', 'other', '--target-value', '5', '--apply'];
      const unserved = await create('create-hpa', ...other, '--metric', 'requests_per_secnd', '--yes');
      expect(unserved).toMatchObject({ code: 1, stdout: '' });
      expect(unserved.stderr).toMatch(
        /is not served by custom\.metrics\.k8s\.io[^]*did you mean requests_per_second\?/,
      );
      const external = await create('create-hpa', ...other, '--metric', 'sqs', '--type', 'external', '--yes');
      expect(external.stderr).toContain('external sqs is not served by external.metrics.k8s.io');
      const second = await create(
        'create-hpa',
        ...change,
        '--name',
        'two',
        '--target-value',
        '5',
        '--apply',
        '--yes',
      );
      expect(second.code).toBe(1);
      expect(second.stderr).toContain('HPA test-app scales Deployment test-app already');
      const cpu = await create('create-hpa', ...other, '--metric', 'cpu', '--yes');
      expect(cpu.stderr).toContain('metrics.k8s.io is not registered');
      const gone = await create(
        'create-hpa',
        '--deployment',
        'gone',
        '--metric',
        'cpu',
        '--target-value',
        '5',
      );
      expect(gone).toMatchObject({ code: 3, stdout: '' });
      const unasked = await create('create-hpa', ...change, '--target-value', '50', '--apply');
      expect(unasked.code).toBe(2);
      expect(unasked.stderr).toContain('nobody can be asked here');
      await expect(hpa('other')).rejects.toThrow();
      await expect(hpa('two')).rejects.toThrow();
    }, 120_000);

    it('is shown beside its metric by metrics, and one that nobody serves with the controller’s reason', async () => {
      const cpu = {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '1' } },
      };
      const wanted = horizontalPodAutoscaler('other', namespace, {
        minReplicas: 1,
        maxReplicas: 2,
        metrics: [cpu],
      });
      await apply(controlPlane.kubeconfigs.admin, wanted);
      await waitFor(async () => JSON.stringify(await hpa('other')).includes('FailedGetResourceMetric'), {
        description: 'the controller to miss the metric',
      });
      const { code, stdout } = await create('metrics', '-o', 'json');
      expect(code).toBe(0);
      const { items } = JSON.parse(stdout) as MetricsReport;
      const find = (name: string) => items.find((item) => item.name === name);
      expect(find('requests_per_second')).toMatchObject({
        type: 'Pods',
        served: 'yes',
        value: { aggregation: 'average', objects: 2 },
        hpas: [{ name: 'test-app', target: '60 a pod' }],
      });
      const { figure, ageSeconds } = find('requests_per_second')!.value!;
      // 20 requests a second over two pods.
      expect(figure).toBeGreaterThan(5);
      expect(figure).toBeLessThan(15);
      expect(ageSeconds).toBeLessThan(30);
      expect(find('cpu')).toMatchObject({
        served: 'no',
        reason: expect.stringMatching(/unable to (get|fetch)/),
      });
      const table = await create('metrics', '--used');
      console.log(table.stdout);
      expect(table.stdout).toMatch(/^cpu\s+not served\s+HPA status\s+other \(1 a pod\)$/m);
      await kubectl(controlPlane.kubeconfigs.admin, ['delete', 'hpa', 'other', '-n', namespace]);
    }, 60_000);

    it('is refused where Argo CD delivers it', async () => {
      const path = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/test-app`;
      const tracking = `shop:autoscaling/HorizontalPodAutoscaler:${namespace}/test-app`;
      await controlPlane.api.patch(path, {
        metadata: { annotations: { 'argocd.argoproj.io/tracking-id': tracking } },
      });
      const { code, stderr } = await create(
        ...['create-hpa', ...change, '--target-value', '50', '--apply', '--yes', '--force-conflicts'],
      );
      expect(code).toBe(2);
      expect(stderr).toMatch(
        /delivered by Argo CD \(shop\), which would set it back\n\s+you may\s+commit the change/,
      );
      expect((await hpa('test-app')).spec.metrics[0].pods.target.averageValue).toBe('60');
    }, 60_000);

    it('a VPA needs its definitions, and is applied with them', async () => {
      const vpa = [
        'create-vpa',
        '--deployment',
        'other',
        '--update-mode',
        'Initial',
        '--controlled-resources',
        'memory',
      ];
      const missing = await create(...vpa, '--apply', '--yes');
      expect(missing.code).toBe(1);
      expect(missing.stderr).toContain('the Vertical Pod Autoscaler is not installed');
      await installVpaDefinitions(controlPlane);
      const applied = await create(...vpa, '--max-allowed', 'memory=1Gi', '--apply', '--yes');
      expect(applied).toMatchObject({ code: 0 });
      expect(applied.stdout).toContain(
        'undo     kubectl delete verticalpodautoscaler.autoscaling.k8s.io/other',
      );
      const path = `/apis/autoscaling.k8s.io/v1/namespaces/${namespace}/verticalpodautoscalers/other`;
      expect(await controlPlane.api.get(path)).toMatchObject({
        spec: {
          updatePolicy: { updateMode: 'Initial' },
          resourcePolicy: {
            containerPolicies: [
              { containerName: '*', controlledResources: ['memory'], maxAllowed: { memory: '1Gi' } },
            ],
          },
        },
      });
    }, 120_000);
  },
);

/** What the pods of test-app would count: requests, shared out evenly over those that there are. `GET /load/N` sets the rate. */
function requestCounters(controlPlane: () => ControlPlane) {
  let perSecond = 20;
  let lastMs = Date.now();
  const counts = new Map<string, number>();
  const page = async (): Promise<string> => {
    const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=app%3Dtest-app`;
    const { items } = await controlPlane().api.get<{ items: { metadata: { name: string } }[] }>(path);
    const nowMs = Date.now();
    const share = (perSecond * (nowMs - lastMs)) / 1000 / Math.max(items.length, 1);
    lastMs = nowMs;
    const lines = items.map(({ metadata: { name } }) => {
      counts.set(name, (counts.get(name) ?? 0) + share);
      return `http_requests_total{namespace="${namespace}",pod="${name}"} ${counts.get(name)!}\n`;
    });
    return lines.join('');
  };
  const server = createServer((request, response) => {
    const asked = /^\/load\/(\d+)$/.exec(request.url ?? '')?.[1];
    if (asked !== undefined) {
      perSecond = Number(asked);
      response.end(`${asked} requests a second\n`);
    } else {
      page().then(
        (text) => response.end(text),
        () => response.writeHead(500).end(),
      );
    }
  });
  return {
    listen: () =>
      new Promise<string>((resolve) => {
        server.listen(0, '127.0.0.1', () => resolve(urlOf(server.address() as AddressInfo)));
      }),
    url: () => urlOf(server.address() as AddressInfo),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function urlOf({ port }: AddressInfo): string {
  return `http://127.0.0.1:${port}`;
}
