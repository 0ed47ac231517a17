import { describe, expect, it } from 'vitest';

import { hpaView } from '#core/apis/index.ts';
import { settingsOf, whatIfEdit, type WhatIfSettings } from '#core/language/index.ts';
import { applyEdits, parseSourceFile } from '#core/manifest/index.ts';

/** The manifest after its settings were changed, or why it was not. */
function written(text: string, change: (settings: WhatIfSettings) => Partial<WhatIfSettings>): string {
  const hpa = parseSourceFile('hpa.yaml', text).documents[0]!.resources[0]!;
  const settings = settingsOf(hpaView(hpa.object)!, 60)!;
  const edits = whatIfEdit(hpa, { ...settings, ...change(settings) });
  return edits.ok ? applyEdits(text, edits.value) : edits.error;
}

const head = (version: string): string =>
  `apiVersion: autoscaling/${version}\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec:\n` +
  '  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n';

const v2 = `${head('v2')}  minReplicas: 2 # for one to fail
  maxReplicas: 10
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}} # cores
    - type: Pods
      pods:
        metric: {name: queue}
        target: {type: AverageValue, averageValue: "16"}
    - type: External
      external: {metric: {name: lag}, target: {type: Value, value: 30}}
`;

describe('what is written into an HPA', () => {
  it('is its minimum, its maximum and its targets, and nothing beside them', () => {
    const after = written(v2, () => ({
      minReplicas: 3,
      maxReplicas: 12,
      targets: { cpu: 60, queue: 1.5, lag: 45 },
    }));
    expect(after).toBe(
      v2
        .replace('minReplicas: 2', 'minReplicas: 3')
        .replace('maxReplicas: 10', 'maxReplicas: 12')
        .replace('averageUtilization: 70', 'averageUtilization: 60')
        .replace('averageValue: "16"', 'averageValue: "1500m"')
        .replace('value: 30', 'value: 45'),
    );
  });

  it('is nothing where nothing is to be otherwise, or only the horizon', () => {
    expect(written(v2, () => ({ horizonMinutes: 120 }))).toBe(v2);
  });

  it.each([
    [
      'a minimum, which stood nowhere, before the maximum',
      `${head('v2')}  maxReplicas: 10\n`,
      { minReplicas: 2 },
      `${head('v2')}  minReplicas: 2\n  maxReplicas: 10\n`,
    ],
    [
      'the field of autoscaling/v1',
      `${head('v1')}  maxReplicas: 10\n  targetCPUUtilizationPercentage: 80\n`,
      { targets: { cpu: 65 } },
      `${head('v1')}  maxReplicas: 10\n  targetCPUUtilizationPercentage: 65\n`,
    ],
    [
      'the flat target of v2beta1',
      `${head('v2beta1')}  maxReplicas: 10\n  metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 80}}]\n`,
      { targets: { cpu: 65 } },
      `${head('v2beta1')}  maxReplicas: 10\n  metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 65}}]\n`,
    ],
    [
      'a target of v1 that the API server had filled in',
      `${head('v1')}  maxReplicas: 10\n`,
      { targets: { cpu: 65 } },
      `${head('v1')}  maxReplicas: 10\n  targetCPUUtilizationPercentage: 65\n`,
    ],
  ])('is %s', (_, text, change, expected) => {
    expect(written(text, () => change)).toBe(expected);
  });

  it('is a whole metric where v2 has none', () => {
    const after = written(`${head('v2')}  maxReplicas: 10\n`, () => ({ targets: { cpu: 65 } }));
    const [hpa] = parseSourceFile('hpa.yaml', after).documents[0]!.resources;
    expect(hpaView(hpa!.object)?.metrics).toMatchObject([
      { name: 'cpu', target: { averageUtilization: 65 } },
    ]);
  });

  it.each([
    [
      'an anchor shares it',
      `${head('v2')}  minReplicas: &n 2\n  maxReplicas: *n\n`,
      { maxReplicas: 5 },
      /shared through an anchor.*\.$/,
    ],
    [
      'it stands in an annotation',
      `${head('v1').replace('{name: web}', `{name: web, annotations: {autoscaling.alpha.kubernetes.io/metrics: '[{"type":"Pods","pods":{"metricName":"queue","targetAverageValue":"16"}}]'}}`)}  maxReplicas: 10\n`,
      { targets: { queue: 20 } },
      /^The target of queue stands in an annotation/,
    ],
  ])('is refused where %s', (_, text, change, reason) => {
    expect(written(text, () => change)).toMatch(reason);
  });
});
