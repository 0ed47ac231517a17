import { fail, ok, type Result } from '../../units/index.ts';
import {
  type ApiGroup,
  customMetricsGroup,
  type CustomMetricsVersion,
  externalMetricsGroup,
  resourceMetricsGroup,
} from './api-groups.ts';

/** What a request is for. */
export type Route =
  | { readonly type: 'health'; readonly check: 'livez' | 'readyz' }
  | { readonly type: 'own-metrics' }
  | { readonly type: 'version' }
  | { readonly type: 'group-list' }
  | { readonly type: 'group'; readonly group: ApiGroup }
  | { readonly type: 'resource-list'; readonly group: ApiGroup; readonly version: string }
  | { readonly type: 'openapi-v2' }
  | { readonly type: 'openapi-v3' }
  | { readonly type: 'openapi-v3-group'; readonly group: ApiGroup; readonly version: string }
  | CustomRoute
  | ExternalRoute
  | UsageRoute;

export interface CustomRoute {
  readonly type: 'custom';
  readonly version: CustomMetricsVersion;
  readonly resource: string;
  readonly namespace?: string;
  /** `*` for all that the label selector matches. */
  readonly name: string;
  readonly metric: string;
}

export interface ExternalRoute {
  readonly type: 'external';
  readonly namespace: string;
  readonly metric: string;
}

/** metrics.k8s.io */
export interface UsageRoute {
  readonly type: 'usage';
  readonly resource: 'pods' | 'nodes';
  readonly namespace?: string;
  readonly name?: string;
}

/** What a SubjectAccessReview is asked about (apiserver v0.36, pkg/endpoints/request/requestinfo.go). */
export type AccessAttributes =
  | { readonly path: string; readonly verb: string }
  | {
      readonly verb: string;
      readonly group: string;
      readonly version: string;
      readonly resource: string;
      readonly subresource?: string;
      readonly namespace?: string;
      readonly name?: string;
    };

/** `undefined` for what is served to anybody. */
export interface ParsedRequest {
  readonly route: Result<Route, RouteProblem>;
  readonly access: AccessAttributes | undefined;
}

export interface RouteProblem {
  readonly code: 400 | 404;
  readonly message: string;
}

const unknownPath: RouteProblem = { code: 404, message: 'the server could not find the requested resource' };
const groups: readonly ApiGroup[] = [customMetricsGroup, externalMetricsGroup, resourceMetricsGroup];

/** Reads the path of a GET request; percent escapes that are none are a 400. */
export function parseRequest(path: string): ParsedRequest {
  const parts = decodeParts(path);
  const outside = { path, verb: 'get' };
  if (parts === undefined) {
    return { route: fail({ code: 400, message: 'invalid request path' }), access: outside };
  }
  const [root, ...rest] = parts;
  if (root === 'livez' || root === 'readyz' || root === 'healthz') {
    const check = root === 'readyz' ? 'readyz' : 'livez';
    return { route: ok({ type: 'health', check }), access: undefined };
  }
  const simple = simpleRoute(parts);
  if (simple) return { route: ok(simple), access: outside };
  if (root === 'openapi') return { route: openApiRoute(rest), access: outside };
  if (root === 'apis') return apiRequest(rest, outside);
  return { route: fail(unknownPath), access: outside };
}

function decodeParts(path: string): readonly string[] | undefined {
  try {
    return path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function simpleRoute([root, ...rest]: readonly string[]): Route | undefined {
  if (rest.length > 0) return undefined;
  if (root === 'metrics') return { type: 'own-metrics' };
  if (root === 'version') return { type: 'version' };
  return root === 'apis' ? { type: 'group-list' } : undefined;
}

function openApiRoute([
  edition,
  apis,
  groupName,
  version,
  ...rest
]: readonly string[]): ParsedRequest['route'] {
  if (edition === 'v2' && apis === undefined) return ok({ type: 'openapi-v2' });
  if (edition !== 'v3' || rest.length > 0) return fail(unknownPath);
  if (apis === undefined) return ok({ type: 'openapi-v3' });
  const group = groups.find(({ name }) => name === groupName);
  if (apis !== 'apis' || version === undefined || !hasVersion(group, version)) return fail(unknownPath);
  return ok({ type: 'openapi-v3-group', group, version });
}

function hasVersion(group: ApiGroup | undefined, version: string): group is ApiGroup {
  return group !== undefined && (group.versions as readonly string[]).includes(version);
}

function apiRequest(
  [groupName, version, ...rest]: readonly string[],
  outside: AccessAttributes,
): ParsedRequest {
  const group = groups.find(({ name }) => name === groupName);
  if (group === undefined) return { route: fail(unknownPath), access: outside };
  if (version === undefined) return { route: ok({ type: 'group', group }), access: outside };
  if (!hasVersion(group, version)) return { route: fail(unknownPath), access: outside };
  if (rest.length === 0) return { route: ok({ type: 'resource-list', group, version }), access: outside };
  const info = resourceInfo(rest);
  const access = { group: group.name, version, ...info.attributes };
  if (group === externalMetricsGroup) return { route: externalRoute(info), access };
  if (group === resourceMetricsGroup) return { route: usageRoute(info), access };
  return { route: customRoute(info, version === 'v1beta2' ? 'v1beta2' : 'v1beta1'), access };
}

/** The words of a resource path, as the API server takes them apart. */
interface ResourceInfo {
  readonly attributes: {
    readonly verb: string;
    readonly resource: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  /** From the resource on. */
  readonly parts: readonly string[];
}

function resourceInfo(rest: readonly string[]): ResourceInfo {
  const inNamespace = rest[0] === 'namespaces' && rest.length > 1;
  const namespace = inNamespace ? rest[1] : undefined;
  const parts = inNamespace && rest.length > 2 ? rest.slice(2) : rest;
  const [resource = '', name, subresource] = parts;
  return {
    attributes: {
      verb: name === undefined ? 'list' : 'get',
      resource,
      ...(namespace !== undefined && { namespace }),
      ...(name !== undefined && { name }),
      ...(subresource !== undefined && { subresource }),
    },
    parts,
  };
}

function customRoute(
  { attributes: { namespace }, parts }: ResourceInfo,
  version: CustomMetricsVersion,
): ParsedRequest['route'] {
  const [resource = '', name, metric, ...more] = parts;
  if (namespace !== undefined && resource === 'metrics' && name !== undefined && metric === undefined) {
    // A metric of the namespace itself.
    return ok({ type: 'custom', version, resource: 'namespaces', name: namespace, metric: name });
  }
  if (name === undefined || metric === undefined || more.length > 0) {
    return fail({ code: 400, message: 'invalid request path' });
  }
  return ok({
    type: 'custom',
    version,
    resource,
    name,
    metric,
    ...(namespace !== undefined && { namespace }),
  });
}

function externalRoute({ attributes: { namespace }, parts }: ResourceInfo): ParsedRequest['route'] {
  const [metric, ...more] = parts;
  if (namespace === undefined || metric === undefined || more.length > 0) return fail(unknownPath);
  return ok({ type: 'external', namespace, metric });
}

function usageRoute({ attributes: { namespace }, parts }: ResourceInfo): ParsedRequest['route'] {
  const [resource, name, ...more] = parts;
  if (more.length > 0 || (resource !== 'pods' && resource !== 'nodes')) return fail(unknownPath);
  if (resource === 'nodes' && namespace !== undefined) return fail(unknownPath);
  if (resource === 'pods' && name !== undefined && namespace === undefined) return fail(unknownPath);
  return ok({
    type: 'usage',
    resource,
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
  });
}
