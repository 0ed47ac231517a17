import { execFileSync } from 'node:child_process';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { workloadView } from '#core/apis/index.ts';
import { templatePatch, undoCommand, vpaObject } from '#core/authoring/index.ts';
import type { ClusterSource, ClusterWriter } from '#core/ports/index.ts';
import {
  connectApiServer,
  createKubernetesSource,
  createKubernetesWriter,
} from '#core/sources/kubernetes/index.ts';

import { requireBinary } from '../controlplane/binaries.ts';
import { type ControlPlane, startControlPlane } from '../controlplane/control-plane.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { apply } from '../controlplane/kubectl.ts';
import { deployment } from '../controlplane/objects.ts';
import { caught } from './caught.ts';

describeWith(['etcd', 'kube-apiserver', 'kubectl', 'openssl'], 'a writer on a real API server', () => {
  let controlPlane: ControlPlane;
  let cluster: ClusterSource;
  let writer: ClusterWriter;
  const web = { group: 'apps', kind: 'Deployment', namespace: 'default', name: 'web' };
  const fieldManager = 'kubectl-autoscale';
  const changes = [{ container: 'app', requests: { cpu: 250, memory: 2 ** 27 }, limits: {} }];
  const writerAs = async (user: 'admin' | 'reader'): Promise<ClusterWriter> =>
    createKubernetesWriter(
      await connectApiServer({ kubeconfig: controlPlane.kubeconfigs[user].path, environment: {} }),
    );
  const patch = async () => templatePatch(workloadView((await cluster.get(web))!)!, changes);
  const resources = async (): Promise<unknown> =>
    workloadView((await cluster.get(web))!)!.template.containers[0]!.requests;

  beforeAll(async () => {
    controlPlane = await startControlPlane({ hpa: false, scheduler: false, kwok: false });
    await apply(controlPlane.kubeconfigs.admin, deployment('web', { replicas: 2, requests: { cpu: '1' } }));
    cluster = createKubernetesSource(
      await connectApiServer({ kubeconfig: controlPlane.kubeconfigs.admin.path, environment: {} }),
    );
    writer = await writerAs('admin');
  });
  afterAll(() => controlPlane.stop());

  it('names the other manager of a field, tries without storing, takes over when told, and can be undone', async () => {
    const before = (await cluster.get(web))!;
    const conflict = await writer.apply(await patch(), { fieldManager });
    expect(conflict).toEqual({
      kind: 'conflict',
      conflicts: [
        {
          manager: 'kubectl-client-side-apply',
          field: '.spec.template.spec.containers[name="app"].resources.requests.cpu',
        },
      ],
    });
    const tried = await writer.apply(await patch(), { fieldManager, force: true, dryRun: true });
    expect(tried).toMatchObject({
      kind: 'applied',
      object: {
        spec: {
          replicas: 2,
          template: {
            spec: {
              containers: [{ image: 'registry.k8s.io/pause:3.10', resources: { requests: { cpu: '250m' } } }],
            },
          },
        },
      },
    });
    expect(await cluster.get(web)).toEqual(before);

    const applied = await patch();
    await writer.apply(applied, { fieldManager, force: true });
    expect(await resources()).toMatchObject({ cpu: { nanos: 250_000_000n }, memory: expect.anything() });
    expect(await writer.apply(applied, { fieldManager })).toMatchObject({ kind: 'applied' });

    const undo = undoCommand(applied, before).replace(/^kubectl/, '"$KUBECTL"');
    execFileSync('/bin/sh', ['-c', undo], {
      env: {
        HOME: controlPlane.directory,
        KUBECTL: requireBinary('kubectl'),
        KUBECONFIG: controlPlane.kubeconfigs.admin.path,
      },
    });
    expect((await cluster.get(web))!.spec).toEqual(before.spec);
  });

  it('says which right is missing, and which kind is not served', async () => {
    const forbidden = await caught((await writerAs('reader')).apply(await patch(), { fieldManager }));
    expect(forbidden).toMatchObject({ code: 'forbidden' });
    expect(forbidden.message).toMatch(/User "reader" may not patch deployments.apps in namespace default/);
    const target = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'web' };
    const noVpa = await caught(writer.apply(vpaObject({ target, updateMode: 'Off' }), { fieldManager }));
    expect(noVpa).toMatchObject({ code: 'not-found' });
    expect(noVpa.message).toContain('does not serve VerticalPodAutoscaler');
  });

  it('gives the API server’s reason for a refusal', async () => {
    const broken = { ...(await patch()), spec: { replicas: -1 } };
    const refused = await caught(writer.apply(broken, { fieldManager, force: true }));
    expect(refused).toMatchObject({ code: 'bad-query' });
    expect(refused.message).toMatch(/spec.replicas.*greater than or equal to 0/);
  });

  it('resizes a running pod in place', async () => {
    await apply(controlPlane.kubeconfigs.admin, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace: 'default' },
    });
    await apply(controlPlane.kubeconfigs.admin, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web-1', namespace: 'default' },
      spec: {
        containers: [
          {
            name: 'app',
            image: 'registry.k8s.io/pause:3.10',
            resources: { requests: { cpu: '1', memory: '256Mi' } },
          },
        ],
      },
    });
    expect(await writer.canResizePods()).toBe(true);
    const pod = { namespace: 'default', name: 'web-1' };
    const containers = [{ name: 'app', requests: { cpu: '250m' }, limits: {} }];
    const resized = await writer.resizePod(pod, containers, { fieldManager });
    expect(resized).toMatchObject({
      spec: { containers: [{ resources: { requests: { cpu: '250m', memory: '256Mi' } } }] },
    });
    const gone = await caught(writer.resizePod({ ...pod, name: 'web-2' }, containers, { fieldManager }));
    expect(gone).toMatchObject({ code: 'not-found' });
  });
});
