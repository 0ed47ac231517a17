import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ContextsAnalysis, ContextsCost, ContextsFindings } from '#core/advisor/index.ts';

import { plainEnvironment, type PluginRun, repositoryRoot, runPluginBeside } from '../cli/run-plugin.ts';
import { schemaErrors } from '../cli/schema-errors.ts';
import { auditLogFile } from './api-server.ts';
import { type ControlPlane, controlPlanePrograms, startControlPlane } from './control-plane.ts';
import { describeWith } from './describe-with.ts';
import { deployment, horizontalPodAutoscaler, simulatedNode } from './objects.ts';
import { findFreePort } from './ports.ts';

/** Pages hold 500, so that three of them show what ten would. */
const DEPLOYMENTS = Number(process.env.KUBECTL_AUTOSCALE_DEPLOYMENTS ?? 1100);
/** All that a run may keep, MiB: V8 ends it where it takes more. */
const HEAP_MIB = 160;

describeWith(controlPlanePrograms, 'a cluster with many workloads, and more than one context', () => {
  let plane: ControlPlane;
  let contexts: string;

  beforeAll(async () => {
    plane = await startControlPlane({
      ...{ hpa: false, scheduler: false, kwok: false },
      auditPolicy: {
        ...{ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', omitStages: ['RequestReceived'] },
        rules: [
          { level: 'Metadata', verbs: ['list'], resources: [{ group: 'apps', resources: ['deployments'] }] },
          { level: 'None' },
        ],
      },
    });
    for (const name of ['large', 'dev', 'prod']) {
      await plane.api.create('/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      });
    }
    const node = simulatedNode('node-a', { cpu: '16', memory: '64Gi' }) as { metadata: { labels?: object } };
    const labels = { ...node.metadata.labels, 'node.kubernetes.io/instance-type': 'm6i.4xlarge' };
    await plane.api.create('/api/v1/nodes', { ...node, metadata: { ...node.metadata, labels } });
    await createMany(plane, DEPLOYMENTS);
    await createShop(plane, 'dev', 4);
    await createShop(plane, 'prod', 10);
    contexts = await kubeconfigOfContexts(plane);
  }, 180_000);
  afterAll(() => plane.stop());

  const run = (words: readonly string[], environment: Record<string, string> = {}): Promise<PluginRun> =>
    runPluginBeside(words, { KUBECONFIG: plane.kubeconfigs.admin.path, ...environment });

  it('reads them page by page, in a heap that does not grow with them', async () => {
    const words = ['analyze', '-n', 'large', '--no-metrics', '--prices', 'none', '-o', 'name'];
    const { code, stdout, stderr } = await run(words, { NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}` });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim().split('\n')).toHaveLength(DEPLOYMENTS);
    const asked = listings(plane).filter((uri) => uri.includes('/namespaces/large/'));
    expect(asked).toHaveLength(Math.ceil(DEPLOYMENTS / 500));
    expect(asked.every((uri) => uri.includes('limit=500'))).toBe(true);
    expect(asked.filter((uri) => uri.includes('continue='))).toHaveLength(asked.length - 1);
  }, 120_000);

  it('an API server that restarts meanwhile costs a message at most', async () => {
    const running = run(['lint', '--cluster', '-n', 'large', '--format', 'json']);
    const restarted = plane.restartApiServer();
    const { code, stdout, stderr } = await running;
    await restarted;
    expect(stderr).not.toMatch(/^\s+at /m);
    if (code === 3) expect(stderr).toMatch(/^error: .+/);
    else {
      const { summary } = JSON.parse(stdout) as { readonly summary: { readonly objectsChecked: number } };
      expect(summary.objectsChecked).toBeGreaterThanOrEqual(DEPLOYMENTS);
    }
  }, 120_000);

  it('a watch outlives a restart of the API server', async () => {
    const watching = watchStatus(plane);
    try {
      await watching.anotherScreen();
      await plane.restartApiServer();
      await watching.anotherScreen();
      await watching.anotherScreen();
    } finally {
      watching.stop();
    }
    expect(await watching.ended).toBe(0);
  }, 120_000);

  describe('several contexts', () => {
    const run2 = (words: readonly string[]): Promise<PluginRun> =>
      runPluginBeside([...words, '--contexts', 'dev,prod'], { KUBECONFIG: contexts });

    it('analyze: one table, and where what is configured differs', async () => {
      const json = await run2(['analyze', '--no-metrics', '-o', 'json']);
      expect({ code: json.code, stderr: json.stderr }).toEqual({ code: 0, stderr: '' });
      const report = JSON.parse(json.stdout) as ContextsAnalysis;
      expect(schemaErrors('contexts-report.schema.json')(report)).toEqual([]);
      const { drift, unavailable } = report;
      expect(unavailable).toEqual([]);
      expect(drift).toEqual([
        { subject: 'deployment/chat', field: 'maxReplicas', values: { dev: 4, prod: 10 } },
        { subject: 'deployment/only-prod', field: 'exists', values: { dev: null, prod: 'yes' } },
      ]);
      const table = await run2(['analyze', '--no-metrics']);
      expect(table.stdout).toMatch(/^dev +dev\/chat .*\nprod +prod\/chat /m);
      expect(table.stdout).toMatch(/^deployment\/chat +maxReplicas +4 +10$/m);
    });

    it('cost: the same bill twice is the same', async () => {
      const { code, stdout } = await run2(['cost', '-o', 'json']);
      expect(code).toBe(0);
      const report = JSON.parse(stdout) as ContextsCost;
      expect(schemaErrors('contexts-report.schema.json')(report)).toEqual([]);
      expect(report.contexts.map(({ context }) => context)).toEqual(['dev', 'prod']);
      expect(report.contexts[0]?.report.now.perHour).toBeGreaterThan(0);
      expect(report.drift).toEqual([]);
      expect((await run2(['cost'])).stdout).toMatch(/^in all +\S+ +\S+ +same$/m);
    });

    it('lint: which findings only one of them has', async () => {
      const { code, stdout } = await run2(['lint', '--cluster', '--format', 'json']);
      expect(code).toBe(0);
      const report = JSON.parse(stdout) as ContextsFindings;
      expect(schemaErrors('contexts-report.schema.json')(report)).toEqual([]);
      const { contexts: found, drift } = report;
      expect(found.every(({ findings }) => findings.length > 0)).toBe(true);
      expect(drift.map(({ subject }) => subject)).not.toEqual([]);
      expect(drift.filter(({ subject }) => !subject.endsWith('/ghost-of-prod'))).toEqual([]);
    });

    it('one that is away is said, and the others are shown: 3', async () => {
      const words = ['analyze', '--no-metrics', '--contexts', 'away,dev', '-o', 'json'];
      const { code, stdout, stderr } = await runPluginBeside(words, { KUBECONFIG: contexts });
      expect(code).toBe(3);
      expect(stderr).toMatch(/^error: .*away/);
      const report = JSON.parse(stdout) as ContextsAnalysis;
      expect(report.contexts.map(({ context }) => context)).toEqual(['dev']);
      expect(report.unavailable.map(({ context }) => context)).toEqual(['away']);
    }, 60_000);
  });
});

async function createMany({ api }: ControlPlane, count: number): Promise<void> {
  const atOnce = 40;
  const names = Array.from({ length: count }, (_, index) => `web-${String(index).padStart(5, '0')}`);
  const path = '/apis/apps/v1/namespaces/large/deployments';
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let name = names.pop(); name !== undefined; name = names.pop()) {
        await api.create(
          path,
          deployment(name, { namespace: 'large', replicas: 2, requests: { cpu: '100m' } }),
        );
      }
    }),
  );
}

/** A workload with an HPA up to `maxReplicas`; prod has one more. */
async function createShop({ api }: ControlPlane, namespace: string, maxReplicas: number): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  await api.create(path, deployment('chat', { namespace, replicas: 2, requests: { cpu: '1' } }));
  // Those without a workload are findings.
  for (const name of namespace === 'prod' ? ['chat', 'ghost', 'ghost-of-prod'] : ['chat', 'ghost']) {
    await api.create(
      `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`,
      horizontalPodAutoscaler(name, namespace, { minReplicas: 2, maxReplicas }),
    );
  }
  if (namespace === 'prod') await api.create(path, deployment('only-prod', { namespace, replicas: 1 }));
}

/** The administrator's kubeconfig with a context for each namespace, and one whose server is not there. */
async function kubeconfigOfContexts({ kubeconfigs, directory }: ControlPlane): Promise<string> {
  const config = JSON.parse(readFileSync(kubeconfigs.admin.path, 'utf8')) as Record<string, unknown>;
  const server = `https://127.0.0.1:${await findFreePort()}`;
  const path = join(directory, 'contexts.kubeconfig');
  const context = (name: string, cluster: string): object => ({
    name,
    context: { cluster, user: 'admin', namespace: name },
  });
  const clusters = [...(config.clusters as object[]), { name: 'away', cluster: { server } }];
  const contexts = [context('dev', 'test'), context('prod', 'test'), context('away', 'away')];
  writeFileSync(path, JSON.stringify({ ...config, clusters, contexts }), { mode: 0o600 });
  return path;
}

/** What the API server was asked for, of Deployments, in order. */
function listings({ sandbox }: ControlPlane): string[] {
  return readFileSync(auditLogFile(sandbox), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { readonly requestURI: string }).requestURI);
}

interface WatchedStatus {
  /** Waits for the next report. */
  anotherScreen(): Promise<void>;
  stop(): void;
  readonly ended: Promise<number | null>;
}

function watchStatus({ kubeconfigs }: ControlPlane): WatchedStatus {
  const bin = `${repositoryRoot}plugin/bin/kubectl-autoscale.js`;
  const child = spawn(process.execPath, [bin, 'status', '-n', 'dev', '--watch', '--watch-interval', '1'], {
    env: plainEnvironment({ KUBECONFIG: kubeconfigs.admin.path }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.setEncoding('utf8');
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    anotherScreen: async () => {
      const screen = new Promise<'screen'>((resolve) => child.stdout.once('data', () => resolve('screen')));
      const first = await Promise.race([screen, ended]);
      if (first !== 'screen') throw new Error(`the watch ended with ${first}`);
    },
    stop: () => child.kill('SIGINT'),
    ended,
  };
}
