import { type ApiGroup, customMetricsGroup, externalMetricsGroup } from './api-groups.ts';

/** A path of an API group, and the kind that it answers. */
interface ApiPath {
  readonly path: string;
  readonly kind: string;
  readonly operation: string;
  readonly parameters: readonly string[];
}

const inNamespace = ['namespace'];

function apiPaths(group: ApiGroup, version: string): readonly ApiPath[] {
  const root = `/apis/${group.name}/${version}`;
  if (group === customMetricsGroup) {
    const kind = 'MetricValueList';
    const named = ['resource', 'name', 'subresource'];
    return [
      { path: `${root}/{resource}/{name}/{subresource}`, kind, operation: 'listMetrics', parameters: named },
      {
        path: `${root}/namespaces/{namespace}/{resource}/{name}/{subresource}`,
        kind,
        operation: 'listNamespacedMetrics',
        parameters: [...inNamespace, ...named],
      },
      {
        path: `${root}/namespaces/{namespace}/metrics/{name}`,
        kind,
        operation: 'readMetricForNamespace',
        parameters: [...inNamespace, 'name'],
      },
    ];
  }
  if (group === externalMetricsGroup) {
    const path = `${root}/namespaces/{namespace}/{resource}`;
    const parameters = [...inNamespace, 'resource'];
    return [{ path, kind: 'ExternalMetricValueList', operation: 'listExternalMetrics', parameters }];
  }
  return [
    { path: `${root}/nodes`, kind: 'NodeMetricsList', operation: 'listNodeMetrics', parameters: [] },
    {
      path: `${root}/namespaces/{namespace}/pods`,
      kind: 'PodMetricsList',
      operation: 'listNamespacedPodMetrics',
      parameters: inNamespace,
    },
  ];
}

/** Names by which the specifications of several servers are merged: `io.k8s.metrics…`. */
function definitionName(group: ApiGroup, version: string, kind: string): string {
  const part = group.name.split('.')[0] ?? '';
  const packageName = part === 'metrics' ? 'metrics' : `${part}_metrics`;
  return `io.k8s.metrics.pkg.apis.${packageName}.${version}.${kind}`;
}

function definitions(group: ApiGroup, version: string): Readonly<Record<string, object>> {
  const kinds = [...new Set(apiPaths(group, version).map(({ kind }) => kind))];
  return Object.fromEntries(
    kinds.map((kind) => [
      definitionName(group, version, kind),
      {
        description: `A list of values of ${group.name}/${version}.`,
        type: 'object',
        properties: {
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          metadata: { type: 'object' },
          items: { type: 'array', items: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
        required: ['items'],
        'x-kubernetes-group-version-kind': [{ group: group.name, kind, version }],
      },
    ]),
  );
}

const info = { title: 'kubectl-autoscale metrics adapter', version: 'v1' };

/** Swagger 2.0 of all groups. */
export function openApiV2(groups: readonly ApiGroup[]): object {
  const versions = groups.flatMap((group) => group.versions.map((version) => ({ group, version })));
  const paths = versions.flatMap(({ group, version }) =>
    apiPaths(group, version).map(({ path, kind, operation, parameters }) => [
      path,
      {
        get: {
          operationId: operationId(operation, group, version),
          produces: ['application/json'],
          responses: {
            200: {
              description: 'OK',
              schema: { $ref: `#/definitions/${definitionName(group, version, kind)}` },
            },
          },
        },
        parameters: parameters.map((name) => ({ name, in: 'path', type: 'string', required: true })),
      },
    ]),
  );
  return {
    swagger: '2.0',
    info,
    paths: Object.fromEntries(paths) as object,
    definitions: Object.assign(
      {},
      ...versions.map(({ group, version }) => definitions(group, version)),
    ) as object,
  };
}

/** OpenAPI 3 of one group and version. */
export function openApiV3(group: ApiGroup, version: string): object {
  const paths = apiPaths(group, version).map(({ path, kind, operation, parameters }) => [
    path,
    {
      get: {
        operationId: operationId(operation, group, version),
        responses: {
          200: {
            description: 'OK',
            content: {
              'application/json': {
                schema: { $ref: `#/components/schemas/${definitionName(group, version, kind)}` },
              },
            },
          },
        },
      },
      parameters: parameters.map((name) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
    },
  ]);
  return {
    openapi: '3.0.0',
    info,
    paths: Object.fromEntries(paths) as object,
    components: { schemas: definitions(group, version) },
  };
}

/** The list of OpenAPI 3 documents, each under a URL that changes with its text. */
export function openApiV3Index(groups: readonly ApiGroup[]): object {
  const entries = groups.flatMap((group) =>
    group.versions.map((version) => {
      const path = `apis/${group.name}/${version}`;
      const hash = fingerprint(JSON.stringify(openApiV3(group, version)));
      return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }];
    }),
  );
  return { paths: Object.fromEntries(entries) as object };
}

function operationId(operation: string, group: ApiGroup, version: string): string {
  return `${operation}_${group.name.replaceAll('.', '_')}_${version}`;
}

/** FNV-1a, 32 bits: tells texts apart, keeps no secret. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}
