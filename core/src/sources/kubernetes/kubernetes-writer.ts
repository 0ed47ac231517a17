import { pod } from '../../apis/kinds.ts';
import { groupOf, type KubernetesObject } from '../../manifest/kubernetes-object.ts';
import type {
  ApplyOptions,
  ApplyOutcome,
  ClusterWriter,
  ContainerResize,
  FieldConflict,
} from '../../ports/cluster-writer.ts';
import { SourceError } from '../../ports/source-error.ts';
import { createApiClient, type JsonObject } from './api-client.ts';
import { type ApiResource, createApiResources } from './api-resources.ts';
import type { ApiServer } from './api-server.ts';
import { apiRequest, collectionPath } from './object-path.ts';
import { tidy } from './tidy-object.ts';

/**
 * Changes a live cluster: objects by server-side apply, running pods through `pods/resize`. Both may be sent again after a lost
 * answer, since they set fields to values and count nothing up.
 */
export function createKubernetesWriter(server: ApiServer): ClusterWriter {
  const client = createApiClient(server);
  const resources = createApiResources(client);
  return {
    description: server.name,
    apply: async (object, options) => {
      const resource = await resources.find({ group: groupOf(object.apiVersion), kind: object.kind });
      if (!resource) throw notServed(object, server);
      const { namespace = server.namespace, name = '' } = object.metadata;
      const path = `${collectionPath(resource, namespace)}/${encodeURIComponent(name)}?${parameters(options)}`;
      const request = apiRequest('patch', resource, resource.namespaced ? namespace : undefined, name);
      const patch = { contentType: 'application/apply-patch+yaml', object } as const;
      const { status, body } = await client.patch(path, patch, request, options);
      return status === 409 ? conflictOf(body, resource, server) : applied(body);
    },
    canResizePods: async () => {
      const resource = await resources.find(pod);
      return resource !== undefined && resources.hasSubresource(resource, 'resize');
    },
    resizePod: async ({ namespace, name }, containers, options) => {
      const resource = await resources.find(pod);
      if (!resource) throw notServed({ apiVersion: 'v1', kind: 'Pod', metadata: {} }, server);
      const path = `${collectionPath(resource, namespace)}/${encodeURIComponent(name)}/resize?${parameters(options)}`;
      const request = {
        ...apiRequest('patch', resource, namespace, name),
        resource: `${resource.qualifiedName}/resize`,
      };
      const object = { spec: { containers: containers.map(resizeOf) } };
      const patch = { contentType: 'application/strategic-merge-patch+json', object } as const;
      const { status, body } = await client.patch(path, patch, request, options);
      if (status === 409) throw otherConflict(body, resource, server);
      return tidy(body as KubernetesObject);
    },
  };
}

function parameters({ fieldManager, dryRun = false, force = false }: ApplyOptions): string {
  return new URLSearchParams({
    fieldManager,
    ...(dryRun && { dryRun: 'All' }),
    ...(force && { force: 'true' }),
  }).toString();
}

function resizeOf({ name, requests, limits }: ContainerResize): object {
  return { name, resources: { requests, limits } };
}

function applied(body: JsonObject): ApplyOutcome {
  return { kind: 'applied', object: tidy(body as KubernetesObject) };
}

interface ConflictStatus {
  readonly message?: string;
  readonly details?: {
    readonly causes?: readonly {
      readonly reason?: string;
      readonly message?: string;
      readonly field?: string;
    }[];
  };
}

/** The message of a cause reads `conflict with "MANAGER" using apps/v1` (apimachinery 0.36, managedfields/internal/conflict.go). */
function conflictOf(body: JsonObject, resource: ApiResource, server: ApiServer): ApplyOutcome {
  const conflicts = ((body as ConflictStatus).details?.causes ?? [])
    .filter(({ reason }) => reason === 'FieldManagerConflict')
    .map(({ message = '', field = '' }): FieldConflict => ({
      manager: /^conflict with "([^"]*)"/.exec(message)?.[1] ?? message,
      field,
    }));
  if (conflicts.length === 0) throw otherConflict(body, resource, server);
  return { kind: 'conflict', conflicts };
}

function otherConflict(body: JsonObject, { qualifiedName }: ApiResource, { name }: ApiServer): SourceError {
  const { message = 'the object was changed meanwhile' } = body as ConflictStatus;
  return new SourceError({
    code: 'bad-query',
    source: name,
    message: `The API server of ${name} refuses the change to ${qualifiedName}: ${message}`,
    suggestions: ['Repeat the command: it reads the object anew.'],
  });
}

function notServed({ apiVersion, kind }: KubernetesObject, { name }: ApiServer): SourceError {
  return new SourceError({
    code: 'not-found',
    source: name,
    message: `The cluster of ${name} does not serve ${kind} (${groupOf(apiVersion) || 'core'}): its definition is not installed`,
    suggestions:
      kind === 'VerticalPodAutoscaler'
        ? [
            'Install the Vertical Pod Autoscaler, or change the requests themselves: leave --vpa out.',
            'See "kubectl api-resources" for what the cluster serves.',
          ]
        : ['See "kubectl api-resources" for what the cluster serves.'],
  });
}
