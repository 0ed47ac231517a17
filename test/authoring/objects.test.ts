import { execFileSync } from 'node:child_process';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hpaView, workloadView } from '#core/apis/index.ts';
import {
  helmValues,
  hpaMetricsPatch,
  kustomizePatches,
  shellWord,
  templatePatch,
  undoCommand,
  vpaObject,
} from '#core/authoring/index.ts';
import type { KubernetesObject } from '#core/manifest/index.ts';

const deployment: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app', namespace: 'prod' },
  spec: {
    template: {
      spec: {
        initContainers: [{ name: 'proxy', restartPolicy: 'Always', resources: {} }],
        containers: [{ name: 'app', resources: { requests: { cpu: '4' }, limits: { cpu: '6' } } }],
      },
    },
  },
};
const view = workloadView(deployment)!;
const changes = [
  { container: 'app', requests: { cpu: 1500, memory: 2 ** 30 }, limits: { cpu: 2250 } },
  { container: 'proxy', requests: { cpu: 50 }, limits: {} },
];

describe('patches of a workload', () => {
  it('name what changes and nothing else, in the right lists', () => {
    expect(templatePatch(view, changes)).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'app', namespace: 'prod' },
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: 'app',
                resources: { requests: { cpu: '1500m', memory: '1Gi' }, limits: { cpu: '2250m' } },
              },
            ],
            initContainers: [{ name: 'proxy', resources: { requests: { cpu: '50m' } } }],
          },
        },
      },
    });
  });

  it('can be undone by the command that is printed', () => {
    const command = undoCommand(templatePatch(view, changes), deployment);
    expect(command).toMatch(/^kubectl patch deployment\.apps\/app -n prod --type=strategic -p '/);
    expect(JSON.parse(/'(.*)'$/.exec(command)![1]!)).toEqual({
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: 'app',
                resources: { requests: { cpu: '4', memory: null }, limits: { cpu: '6' } },
              },
            ],
            initContainers: [{ name: 'proxy', resources: { requests: null } }],
          },
        },
      },
    });
    expect(undoCommand(vpaObject({ target: view.metadata as never, updateMode: 'Off' }), undefined)).toMatch(
      /^kubectl delete verticalpodautoscaler\.autoscaling\.k8s\.io\/app -n prod$/,
    );
  });

  it('give back what an apply drops by leaving it out', () => {
    const object = (spec: object): KubernetesObject => ({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'app' },
      spec,
    });
    const before = object({
      maxReplicas: 5,
      behavior: { scaleUp: { selectPolicy: 'Min' }, scaleDown: { selectPolicy: 'Max' } },
    });
    const applied = object({ maxReplicas: 7 });
    const patchOf = (after: KubernetesObject): unknown =>
      JSON.parse(/'(.*)'$/.exec(undoCommand(applied, before, after))![1]!);
    const { behavior } = before.spec as { behavior: object };
    expect(patchOf(applied)).toEqual({ spec: { maxReplicas: 5, behavior } });
    const partly = object({ maxReplicas: 7, behavior: { scaleUp: { selectPolicy: 'Min' } } });
    expect(patchOf(partly)).toEqual({
      spec: { maxReplicas: 5, behavior: { scaleDown: { selectPolicy: 'Max' } } },
    });
    expect(patchOf({ ...before, spec: { ...(before.spec as object), maxReplicas: 7 } })).toEqual({
      spec: { maxReplicas: 5 },
    });
  });

  it('are written for Helm and Kustomize', () => {
    expect(helmValues([{ workload: view, changes: changes.slice(1) }])).toContain(
      '# container proxy\nresources:\n  requests:\n    cpu: 50m\n',
    );
    expect(helmValues([{ workload: view, changes }])).toContain('app:\n  resources:\n    requests:\n');
    expect(kustomizePatches([{ workload: view, changes }])).toContain(
      'kind: Deployment\nmetadata:\n  name: app\n',
    );
  });

  it('say for Helm and Kustomize which target of an HPA has to move along', () => {
    const text = 'HPA app: cpu target 50 % → 143 %';
    const target = { hpa: 'app', metricIndex: 1, container: 'proxy', newAverageUtilization: 143, text };
    const change = { workload: view, changes, hpaTargets: [target] };
    expect(helmValues([change])).toContain(`# ${text}: change it along\n`);
    const one = kustomizePatches([change]);
    expect(one).toContain('#   - { path: rightsize.yaml, target: { kind: Deployment, name: app } }\n');
    const operation =
      '[{"op":"replace","path":"/spec/metrics/1/containerResource/target/averageUtilization","value":143}]';
    expect(one).toContain(
      `#   - { target: { kind: HorizontalPodAutoscaler, name: app }, patch: '${operation}' }\n`,
    );
    expect(kustomizePatches([change, change])).toContain('put it under each metadata');
  });
});

describe('an HPA whose request changes', () => {
  it('gets its whole list of metrics with the one target changed', () => {
    const cpu = {
      type: 'Resource',
      resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
    };
    const queue = {
      type: 'Pods',
      pods: { metric: { name: 'q' }, target: { type: 'AverageValue', averageValue: '10' } },
    };
    const hpa: KubernetesObject = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'app', namespace: 'prod' },
      spec: { maxReplicas: 5, metrics: [queue, cpu] },
    };
    const patch = hpaMetricsPatch(hpa, hpaView(hpa)!, [{ metricIndex: 1, averageUtilization: 93 }])!;
    expect(patch.spec).toEqual({
      metrics: [
        queue,
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 93 } },
        },
      ],
    });
    expect(undoCommand(patch, hpa)).toContain('"averageUtilization":70');
  });
});

describe('a word for the shell', () => {
  it('comes out of a real shell as it went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
        fc.pre(!text.includes('\0'));
        const out = execFileSync('/bin/sh', ['-c', `printf '%s' ${text === '' ? "''" : shellWord(text)}`]);
        expect(out.toString()).toBe(text);
      }),
      { numRuns: 40 },
    );
  });
});
