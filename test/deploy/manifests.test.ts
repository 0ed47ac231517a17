import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { defaultLintSettings, lint, parseMinorVersion } from '#core/lint/index.ts';
import { createWorkspaceIndex, parseSourceFile } from '#core/manifest/index.ts';

import { repositoryRoot } from '../cli/run-plugin.ts';
import { type ControlPlane, startControlPlane } from '../controlplane/control-plane.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { apply, kubectl } from '../controlplane/kubectl.ts';
import { installVpaDefinitions } from '../controlplane/vpa-recommender.ts';

/** Beside the adapter's, which the tests of the chart look at. */
const folders = ['deploy/kubernetes', 'examples/integration', 'examples/ml-service', 'examples/recipes'];
const paths = folders.flatMap((folder) =>
  readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml') && !name.startsWith('metrics-adapter/'))
    .map((name) => `${folder}/${name}`),
);

/** The release that a manifest of Cluster Autoscaler is for; the newest that rules know otherwise. */
function kubernetesVersion(path: string): string {
  return /-(1\.\d+)\.yaml$/.exec(path)?.[1] ?? '1.36';
}

describe('the manifests in deploy/kubernetes', () => {
  it('are those that are promised', () => {
    expect(paths).toEqual(
      expect.arrayContaining(
        [
          'hpa/cpu-based-hpa',
          'hpa/custom-metric-hpa',
          'hpa/external-metric-hpa',
          'vpa/vpa-recommender',
          'vpa/vpa-auto',
          'cluster-autoscaler/deployment',
          'cluster-autoscaler/deployment-1.32',
          'cluster-autoscaler/configmap',
          'priorities/priority-classes',
          'priorities/pod-disruption-budgets',
        ].map((name) => `deploy/kubernetes/${name}.yaml`),
      ),
    );
  });

  it.each(paths)('%s has nothing that the linter finds, by the strict preset', (path) => {
    const version = kubernetesVersion(path);
    // Beside its neighbours, except another release of the same object.
    const files = paths.filter(
      (other) => other === path || (!other.includes('/deployment') && !path.includes('/deployment')),
    );
    const beside = path.includes('/deployment')
      ? [...files, 'deploy/kubernetes/cluster-autoscaler/configmap.yaml']
      : files;
    const index = createWorkspaceIndex(
      beside.map((each) => parseSourceFile(each, readFileSync(join(repositoryRoot, each), 'utf8'))),
    );
    const { findings, objectsChecked } = lint(index, {
      reportOn: [path],
      settings: {
        ...defaultLintSettings,
        preset: 'strict',
        kubernetesVersion: parseMinorVersion(version)!,
        clusterAutoscalerVersion: parseMinorVersion(version)!,
        vpaVersion: parseMinorVersion('1.8')!,
        cloud: 'aws',
      },
    });
    expect(objectsChecked).toBeGreaterThan(0);
    expect(findings.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
  });

  it('the linter would find what is wrong with one', () => {
    const text = readFileSync(join(repositoryRoot, 'deploy/kubernetes/hpa/cpu-based-hpa.yaml'), 'utf8');
    const broken = parseSourceFile('hpa.yaml', text.replace('maxReplicas: 20', 'maxReplicas: 1'));
    expect(lint(createWorkspaceIndex([broken])).findings.map(({ ruleId }) => ruleId)).toContain(
      'hpa-min-greater-than-max',
    );
  });
});

describeWith(
  ['etcd', 'kube-apiserver', 'kubectl', 'openssl', 'vpa-recommender'],
  'the manifests in deploy/kubernetes on a real API server',
  () => {
    let controlPlane: ControlPlane;
    beforeAll(async () => {
      controlPlane = await startControlPlane({ hpa: false, scheduler: false, kwok: false });
      await installVpaDefinitions(controlPlane);
      const namespaces = ['shop', 'inference', 'jobs'];
      await apply(
        controlPlane.kubeconfigs.admin,
        ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
      );
    }, 120_000);
    afterAll(() => controlPlane.stop());

    it.each(paths)('%s is accepted by a dry run, every field known', async (path) => {
      const { stdout, stderr, exitCode } = await kubectl(controlPlane.kubeconfigs.admin, [
        ...[
          'apply',
          '--server-side',
          '--dry-run=server',
          '--validate=strict',
          '-f',
          join(repositoryRoot, path),
        ],
      ]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toContain('serverside-applied (server dry run)');
    });
  },
);
