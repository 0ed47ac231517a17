import { describe, expect, it } from 'vitest';

import { resizeManifest, retargetManifest } from '#core/authoring/index.ts';
import { parseSourceFile, type Resource } from '#core/manifest/index.ts';

const roundLimit = (_: unknown, amount: number): number => amount;

function resources(text: string): readonly Resource[] {
  return parseSourceFile('k8s/app.yaml', text).documents.flatMap((document) => document.resources);
}

function resized(text: string, cpu?: number, memory?: number, container = 'app'): string {
  const [resource] = resources(text);
  const requests = { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
  const result = resizeManifest(resource!, [{ container, requests, roundLimit }]);
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.file}:${result.error.line}`);
  return result.value.text;
}

const deployment = (container: string): string => `# who: team-a
apiVersion: apps/v1
kind: Deployment
metadata: { name: app }
spec:
  template:
    spec:
      containers:
${container}`;

describe('resizing a manifest', () => {
  it('keeps comments, quotes, units and the proportion of limits', () => {
    const before = deployment(`        - name: app # the service
          resources:
            requests:
              cpu: "4" # a whole node
              memory: 8Gi
            limits: { cpu: 6, memory: 8Gi }
`);
    expect(resized(before, 1500, 3.5 * 2 ** 30)).toBe(
      before
        .replace('cpu: "4"', 'cpu: "1.5"')
        .replace('memory: 8Gi\n', 'memory: 3.5Gi\n')
        .replace('cpu: 6, memory: 8Gi', 'cpu: 2.25, memory: 3.5Gi'),
    );
  });

  it('writes requests where there are none, before the limits', () => {
    const before = deployment(`        - name: app
          resources:
            limits:
              memory: 256Mi
        - name: other
`);
    expect(resized(before, 250, 128 * 2 ** 20)).toBe(
      before.replace(
        '            limits:\n              memory: 256Mi',
        '            requests:\n              cpu: 250m\n              memory: 128Mi\n            limits:\n              memory: 128Mi',
      ),
    );
    expect(resized(before, 250, undefined, 'other')).toContain(
      '- name: other\n          resources:\n            requests:\n              cpu: 250m\n',
    );
  });

  it('changes nothing that is right already, and no container that is not there', () => {
    const before = deployment(
      '        - { name: app, resources: { requests: { cpu: 250m }, limits: { cpu: 333m } } }\n',
    );
    expect(resized(before, 250)).toBe(before);
    expect(resized(before, 500, undefined, 'istio-proxy')).toBe(before);
  });

  it('never changes an alias, nor what a substitution fills in, and says where', () => {
    const aliased = `kind: Deployment
apiVersion: apps/v1
metadata: { name: app }
x: &size { requests: { cpu: 1 } }
spec: { template: { spec: { containers: [{ name: app, resources: *size }] } } }
`;
    const substituted = deployment(
      '        - name: app\n          resources: { requests: { cpu: "${CPU}" } }\n',
    );
    expect(() => resized(aliased, 500)).toThrow(/aliased k8s\/app.yaml:4/);
    expect(() => resized(substituted, 500)).toThrow(/templated k8s\/app.yaml:10/);
  });

  it('sets the target of an HPA in its own version', () => {
    const v1 = `apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: { name: app }
spec: { maxReplicas: 5, targetCPUUtilizationPercentage: 70 }
`;
    const v2 = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: app }
spec:
  maxReplicas: 5
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: { type: Utilization, averageUtilization: 70 } # of the request
`;
    for (const text of [v1, v2]) {
      const result = retargetManifest(resources(text)[0]!, [{ metricIndex: 0, averageUtilization: 93 }]);
      expect(result).toMatchObject({ ok: true, value: { text: text.replace('70', '93') } });
    }
  });
});
