import { afterAll, beforeAll, expect, it } from 'vitest';

import { type PluginRun, runPluginBeside } from '../cli/run-plugin.ts';
import { describeWith } from './describe-with.ts';
import { apply } from './kubectl.ts';
import { deployment, horizontalPodAutoscaler } from './objects.ts';
import {
  openTestCluster,
  type TestCluster,
  testClusterPrograms,
  type UserKubeconfig,
} from './test-cluster.ts';

describeWith(testClusterPrograms(), 'lint --cluster', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await openTestCluster();
    const { namespace } = cluster;
    const { admin } = cluster.kubeconfigs;
    // Valid for the API server, and of no use: the target is not there.
    const hpa = horizontalPodAutoscaler('lost', namespace, { minReplicas: 1, maxReplicas: 3 });
    await apply(admin, deployment('web', { namespace, replicas: 2 }));
    await apply(admin, { ...hpa, metadata: { name: 'lost', namespace, labels: { app: 'lost' } } });
  }, 180_000);
  afterAll(() => cluster.stop());

  const lint = (user: UserKubeconfig, ...args: readonly string[]): Promise<PluginRun> =>
    runPluginBeside(['lint', '--cluster', '-n', cluster.namespace, ...args], { KUBECONFIG: user.path });

  it('names the object of each finding, and no file', async () => {
    const { admin } = cluster.kubeconfigs;
    const text = await lint(admin, '--fail-on', 'warning');
    expect(text.stderr).toBe('');
    expect(text.stdout).toMatch(
      new RegExp(`^warning hpa-target-missing +${cluster.namespace}/HorizontalPodAutoscaler/lost$`, 'm'),
    );
    expect(text.stdout).not.toContain('--fix');
    expect(text.code).toBe(1);
    const json = await lint(admin, '--format', 'json', '-l', 'app=lost');
    const { findings } = JSON.parse(json.stdout) as { findings: Record<string, unknown>[] };
    const missing = findings.find(({ ruleId }) => ruleId === 'hpa-target-missing');
    expect(missing).toMatchObject({ object: { kind: 'HorizontalPodAutoscaler', name: 'lost' } });
    expect(missing).not.toHaveProperty('file');
    const none = await lint(admin, '-l', 'app=nothing');
    expect(none).toMatchObject({ code: 0 });
    expect(none.stdout).toContain('0 errors, 0 warnings');
  });

  it('stays silent about what it may not see, and says so', async () => {
    const run = await lint(cluster.kubeconfigs.nobody);
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/you may not list .*Deployment/);
    expect(run.stdout).not.toContain('hpa-target-missing');
  });

  it('refuses paths, and reports that point into files', async () => {
    const { admin } = cluster.kubeconfigs;
    expect(await lint(admin, 'k8s')).toMatchObject({ code: 2 });
    expect(await lint(admin, '--format', 'sarif')).toMatchObject({ code: 2 });
    expect(await lint(admin, '-l', 'a in (')).toMatchObject({ code: 2 });
  });
});
