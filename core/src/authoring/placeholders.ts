import { podRequest } from '../apis/effective-requests.ts';
import { valueAt } from '../apis/field-values.ts';
import { metadataOf } from '../apis/object-metadata.ts';
import { workloadView } from '../apis/workload.ts';
import { gpuResource } from '../gpu/gpu-resource.ts';
import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import { formatQuantity } from '../units/quantity.ts';

/** Just worth a node to Cluster Autoscaler (`--expendable-pods-priority-cutoff`), and less than every workload. */
export const placeholderPriority = -10;

const className = 'headroom';

/** The PriorityClass of placeholders: they give way to every workload, and push none away themselves. */
export const placeholderPriorityClass: KubernetesObject = {
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name: className },
  value: placeholderPriority,
  preemptionPolicy: 'Never',
  description: 'Placeholder pods that keep room on started nodes.',
};

/**
 * A Deployment of pods that do nothing but hold what `replicas` more pods of the workload would take, on nodes that these may
 * use: same requests, node selector, node affinity and tolerations. `undefined` for an object that runs no pods, or whose pods
 * request nothing.
 */
export function placeholdersFor(workload: KubernetesObject, replicas: number): KubernetesObject | undefined {
  const view = workloadView(workload);
  if (!view) return undefined;
  const { template } = view;
  const names = new Set(
    [...template.containers, ...template.initContainers].flatMap(({ requests, limits }) => [
      ...Object.keys(requests),
      ...Object.keys(limits),
    ]),
  );
  const requests: Record<string, string> = {};
  const limits: Record<string, string> = {};
  for (const resource of names) {
    const { quantity } = podRequest(template, resource);
    if (quantity === undefined || quantity.nanos <= 0n) continue;
    requests[resource] = formatQuantity(quantity);
    // Extended resources cannot be promised twice: their limit is their request.
    if (gpuResource(resource) || resource.includes('/')) limits[resource] = requests[resource];
  }
  if (Object.keys(requests).length === 0) return undefined;
  const { name = '', namespace = 'default' } = metadataOf(workload);
  const labels = { 'app.kubernetes.io/name': 'headroom', 'app.kubernetes.io/instance': name };
  const spec = (field: string): unknown => valueAt(workload, ...template.path, 'spec', field);
  const nodeAffinity = valueAt(workload, ...template.path, 'spec', 'affinity', 'nodeAffinity');
  const tolerations = spec('tolerations');
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `${name.slice(0, 54)}-headroom`, namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          priorityClassName: className,
          terminationGracePeriodSeconds: 0,
          automountServiceAccountToken: false,
          ...(Object.keys(template.nodeSelector).length > 0 && {
            nodeSelector: { ...template.nodeSelector },
          }),
          ...(nodeAffinity !== undefined && { affinity: { nodeAffinity } }),
          ...(tolerations !== undefined && { tolerations }),
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65535,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'placeholder',
              image: 'registry.k8s.io/pause:3.10',
              resources: { requests, ...(Object.keys(limits).length > 0 && { limits }) },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
              },
            },
          ],
        },
      },
    },
  };
}
