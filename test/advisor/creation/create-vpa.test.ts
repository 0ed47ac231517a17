import { describe, expect, it } from 'vitest';

import { type CreationPlan, planVpa, type VpaRequest } from '#core/advisor/index.ts';
import type { KubernetesObject } from '#core/manifest/index.ts';
import { memoryCluster, memoryMetricsApis } from '#core/testing/index.ts';
import { UPDATE_MODES, type UpdateMode } from '#core/vpa/index.ts';

import { hpa, vpa, workload } from './setting.ts';

const modesOf = (modes: readonly string[]): KubernetesObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'verticalpodautoscalers.autoscaling.k8s.io' },
  spec: {
    versions: [
      { name: 'v1beta2', storage: false },
      {
        name: 'v1',
        storage: true,
        schema: {
          openAPIV3Schema: {
            properties: {
              spec: {
                properties: { updatePolicy: { properties: { updateMode: { type: 'string', enum: modes } } } },
              },
            },
          },
        },
      },
    ],
  },
});
const ALL = Object.keys(UPDATE_MODES) as UpdateMode[];
const installed = modesOf(ALL);

async function planned(
  changes: Partial<VpaRequest>,
  objects: readonly KubernetesObject[] = [installed, workload('Deployment', 'chat')],
): Promise<CreationPlan> {
  const request: VpaRequest = {
    namespace: 'prod',
    target: { group: 'apps', kind: 'Deployment', name: 'chat' },
    updateMode: 'Off',
    containers: [],
    ...changes,
  };
  const plan = await planVpa(request, { cluster: memoryCluster(objects), apis: memoryMetricsApis([]) });
  if (!plan.ok) throw new Error(plan.error.message);
  return plan.value;
}

const found = ({ lint }: CreationPlan): readonly string[] => lint.findings.map(({ ruleId }) => ruleId);
const messages = ({ problems }: CreationPlan): readonly string[] => problems.map(({ message }) => message);

describe('planning a VPA', () => {
  it.each(ALL)('writes the update mode %s', async (updateMode) => {
    const plan = await planned({ updateMode, minReplicas: 1 });
    expect(plan.object).toMatchObject({
      apiVersion: 'autoscaling.k8s.io/v1',
      spec: {
        targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' },
        updatePolicy: { updateMode, minReplicas: 1 },
      },
    });
    expect(found(plan).includes('vpa-deprecated-auto-mode')).toBe(updateMode === 'Auto');
    expect(plan.problems).toEqual([]);
  });

  it('writes bounds, and leaves other containers alone', async () => {
    const plan = await planned({
      updateMode: 'Initial',
      containers: [
        {
          container: 'app',
          controlledResources: ['memory'],
          controlledValues: 'RequestsOnly',
          minAllowed: { memory: 64 * 2 ** 20 },
          maxAllowed: { memory: 2 ** 30 },
        },
        { container: '*', controlledResources: [] },
      ],
    });
    expect((plan.object.spec as { resourcePolicy: unknown }).resourcePolicy).toEqual({
      containerPolicies: [
        {
          containerName: 'app',
          controlledResources: ['memory'],
          controlledValues: 'RequestsOnly',
          minAllowed: { memory: '64Mi' },
          maxAllowed: { memory: '1Gi' },
        },
        { containerName: '*', mode: 'Off' },
      ],
    });
    expect(found(plan)).toEqual([]);
  });

  it('tells of modes that the installed VPA does not know, and of none installed', async () => {
    const old = [modesOf(['Off', 'Initial', 'Recreate', 'Auto']), workload('Deployment', 'chat')];
    expect(messages(await planned({ updateMode: 'InPlaceOrRecreate' }, old))).toEqual([
      expect.stringMatching(
        /does not know the update mode InPlaceOrRecreate: it knows Off, Initial, Recreate, Auto/,
      ),
    ]);
    expect(messages(await planned({}, [workload('Deployment', 'chat')]))).toEqual([
      expect.stringMatching(/is not installed/),
    ]);
  });

  it('tells of another VPA, of an HPA on the same resource, and of a container that is not there', async () => {
    const chat = workload('Deployment', 'chat');
    expect(messages(await planned({}, [installed, chat, vpa('old', 'chat')]))).toEqual([
      expect.stringMatching(/^VPA old has Deployment chat as its target already/),
    ]);
    expect(messages(await planned({}, [installed, chat, vpa('chat', 'chat')]))).toEqual([
      expect.stringMatching(/^VPA chat is there already, and this takes its place/),
    ]);
    expect(messages(await planned({}, [installed, chat, vpa('chat', 'gateway')]))).toEqual([
      expect.stringMatching(/^VPA chat is there already \(it sizes Deployment gateway\)/),
    ]);
    const beside = await planned({ updateMode: 'Recreate' }, [installed, chat, hpa('chat', 'chat')]);
    expect(found(beside)).toContain('vpa-hpa-same-metric');
    const misspelt = await planned({ updateMode: 'Recreate', containers: [{ container: 'ap' }] });
    expect(found(misspelt)).toContain('vpa-unknown-container');
  });

  it('takes the gate of a mode from the version that is told', async () => {
    const plan = await planned({ updateMode: 'InPlace', vpaVersion: { major: 1, minor: 7 } });
    expect(found(plan)).toContain('vpa-inplace-gate');
  });
});
