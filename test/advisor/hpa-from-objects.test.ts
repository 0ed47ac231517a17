import { describe, expect, it } from 'vitest';

import { hpaSpecOf } from '#core/advisor/hpa-from-objects.ts';
import { hpaView, vpaView } from '#core/apis/index.ts';

describe('an HPA object as the decision takes it', () => {
  it.each([
    ['50m', 0.05],
    // 9 × 0.001 in doubles, as the controller computes it.
    ['9m', 0.009000000000000001],
    ['0.1', 0.1],
    ['1', 1],
    ['250u', 250 * 1e-6],
    ['0', 0],
  ])('a tolerance of %s is %d', (tolerance, expected) => {
    const view = hpaView({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'app' },
      spec: { maxReplicas: 5, behavior: { scaleUp: { tolerance } } },
    });
    expect(hpaSpecOf(view!)?.behavior?.scaleUp?.tolerance).toBe(expected);
  });
});

describe('a VPA object', () => {
  it('tells when its pods may be evicted', () => {
    const evictionRequirements = [
      { resources: ['cpu', 'memory'], changeRequirement: 'TargetHigherThanRequests' },
    ];
    const vpa = (updatePolicy: object) =>
      vpaView({
        apiVersion: 'autoscaling.k8s.io/v1',
        kind: 'VerticalPodAutoscaler',
        metadata: { name: 'app' },
        spec: { updatePolicy },
      })?.updatePolicy;
    expect(vpa({ updateMode: 'Recreate', evictionRequirements })).toEqual({
      updateMode: 'Recreate',
      evictionRequirements,
    });
    expect(vpa({ updateMode: 'Recreate' })).toEqual({ updateMode: 'Recreate' });
  });
});
