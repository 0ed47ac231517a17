import type { KubernetesApi } from '../../ports/index.ts';
import type { AccessAttributes } from '../api/route.ts';
import { ExpiringCache } from './expiring-cache.ts';
import type { User } from './user.ts';

export interface Authorizer {
  /** Throws `SourceError` where the API server cannot be asked. */
  isAllowed(user: User, access: AccessAttributes): Promise<boolean>;
}

const cacheMs = 10_000;
const cacheEntries = 8192;

/**
 * Delegated authorization by SubjectAccessReview. Answers of both kinds are kept for ten seconds and `system:masters` may do
 * everything, as in apiserver v0.36 (pkg/server/options/authorization.go).
 */
export function createAuthorizer(api: KubernetesApi): Authorizer {
  const reviews = new ExpiringCache<boolean>(cacheMs, cacheEntries);
  return {
    isAllowed: async (user, access) => {
      if (user.groups.includes('system:masters')) return true;
      const spec = reviewSpec(user, access);
      return reviews.get(JSON.stringify(spec), () => review(api, spec));
    },
  };
}

function reviewSpec({ name, uid, groups, extra }: User, access: AccessAttributes): object {
  const attributes = 'path' in access ? { nonResourceAttributes: access } : { resourceAttributes: access };
  return { ...attributes, user: name, ...(uid !== undefined && { uid }), groups, extra };
}

async function review(api: KubernetesApi, spec: object): Promise<boolean> {
  const { status } = (await api.create('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec,
  })) as { readonly status?: { readonly allowed?: boolean } };
  return status?.allowed === true;
}

/** Why somebody is refused, in the words of the API server. */
export function forbiddenMessage({ name: user }: User, access: AccessAttributes): string {
  if ('path' in access) {
    return `forbidden: User ${JSON.stringify(user)} cannot ${access.verb} path ${JSON.stringify(access.path)}`;
  }
  const { group, resource, subresource, name, namespace, verb } = access;
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  const object = name === undefined ? '' : ` ${JSON.stringify(name)}`;
  const place =
    namespace === undefined ? ' at the cluster scope' : ` in the namespace ${JSON.stringify(namespace)}`;
  return (
    `${resource}.${group}${object} is forbidden: User ${JSON.stringify(user)} cannot ${verb} resource ` +
    `${JSON.stringify(what)} in API group ${JSON.stringify(group)}${place}`
  );
}
