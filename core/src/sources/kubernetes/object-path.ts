import type { ApiResource } from './api-resources.ts';
import type { ApiRequest } from './status-error.ts';

/** What is asked, in RBAC's words. */
export function apiRequest(
  verb: ApiRequest['verb'],
  { qualifiedName, namespaced }: ApiResource,
  namespace: string | undefined,
  name?: string,
): ApiRequest {
  return {
    verb,
    resource: qualifiedName,
    namespaced,
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
  };
}

/** Where the objects of a kind stand, in one namespace or in all. */
export function collectionPath(
  { root, plural, namespaced }: ApiResource,
  namespace: string | undefined,
): string {
  const place = namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${place}/${plural}`;
}
