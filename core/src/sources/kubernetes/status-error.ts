import type { HttpResponse } from '../../ports/http-transport.ts';
import { SourceError, type SourceErrorDetails } from '../../ports/source-error.ts';
import type { ApiServer } from './api-server.ts';

/** What was asked of the API server, in the words of RBAC. */
export interface ApiRequest {
  readonly verb: 'get' | 'list' | 'create' | 'patch';
  /** `deployments.apps`, `pods`, or a path that is no resource: `/version`. */
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
  /** False for cluster-scoped kinds: no namespace is spoken of. */
  readonly namespaced: boolean;
}

type Fault = Pick<SourceErrorDetails, 'code' | 'message' | 'suggestions'>;

/** The error for an answer with a status other than 2xx. */
export function statusError(response: HttpResponse, request: ApiRequest, server: ApiServer): SourceError {
  const { attempts } = response;
  return new SourceError({
    ...faultOf(response, request, server),
    source: server.name,
    ...(attempts !== undefined && { attempts }),
  });
}

function faultOf(response: HttpResponse, request: ApiRequest, server: ApiServer): Fault {
  const { status } = response;
  const said = statusMessage(response.body);
  switch (status) {
    case 401:
      return {
        code: 'unauthorized',
        message: `The API server of ${server.name} does not accept the credentials of user ${server.userName}: they may have expired`,
        suggestions: ['Log in again (for example with the cloud’s own command), then repeat the command.'],
      };
    case 403:
      return forbidden(said, request, server);
    case 429:
      return {
        code: 'rate-limited',
        message: `The API server of ${server.name} asks for fewer requests`,
        suggestions: ['Wait a little, then try again.'],
      };
    case 404:
      return {
        code: 'not-found',
        message: `The API server of ${server.name} knows no such ${request.resource}${colon(said)}`,
        suggestions: ['Check the name and the namespace (-n).'],
      };
    case 409:
    case 422:
      return {
        code: 'bad-query',
        message: `The API server of ${server.name} refuses the change to ${request.resource}${colon(said)}`,
        suggestions: ['Nothing was changed: mend what it names, then repeat the command.'],
      };
    case 400:
      return {
        code: 'bad-query',
        message: `The API server of ${server.name} rejects the request for ${request.resource}${colon(said)}`,
        suggestions: [request.verb === 'patch' ? 'Nothing was changed.' : 'Check the label selector.'],
      };
    case 502:
    case 503:
    case 504:
      return {
        code: 'unreachable',
        message: `The API server of ${server.name} cannot serve ${request.resource} now (${status})${colon(said)}`,
        suggestions: ['For an aggregated API: check its APIService with "kubectl get apiservices".'],
      };
    default:
      return {
        code: 'bad-response',
        message: `The API server of ${server.name} answered ${status} for ${request.resource}${colon(said)}`,
        suggestions: ['Check that the kubeconfig’s server is a Kubernetes API server.'],
      };
  }
}

function forbidden(said: string | undefined, request: ApiRequest, server: ApiServer): Fault {
  const { name, userName } = server;
  const { verb, resource, namespace, namespaced } = request;
  const refused = /forbidden: User "([^"]*)" cannot impersonate/.exec(said ?? '');
  if (refused) return mayNotImpersonate(refused[1] ?? '', server);
  // The server knows the user by another name than the kubeconfig does.
  const user = /User "([^"]*)"/.exec(said ?? '')?.[1] ?? userName;
  const place = !namespaced
    ? ''
    : namespace === undefined
      ? ' in all namespaces'
      : ` in namespace ${namespace}`;
  const flag = !namespaced ? '' : namespace === undefined ? ' -A' : ` -n ${namespace}`;
  return {
    code: 'forbidden',
    message: `User ${JSON.stringify(user)} may not ${verb} ${resource}${place} (${name})`,
    suggestions: [
      `Ask for a role with the verb ${verb} on ${resource}; "kubectl auth can-i ${verb} ${resource}${flag}" tells when you have it.`,
    ],
  };
}

function colon(said: string | undefined): string {
  return said === undefined ? '' : `: ${said}`;
}

/**
 * Which words follow depends on the release (1.36 asks for `impersonate-on:user-info:get` of what is asked, older ones for `impersonate` on users);
 * none speaks of what was asked for.
 */
function mayNotImpersonate(user: string, { name, actingAs = 'another user' }: ApiServer): Fault {
  return {
    code: 'forbidden',
    message: `User ${JSON.stringify(user)} may not act as ${JSON.stringify(actingAs)} (${name})`,
    suggestions: [
      'Leave --as out, or the "as" of the kubeconfig’s user.',
      `Ask for a role with the verb impersonate on users; "kubectl auth can-i impersonate users/${actingAs}" tells when you have it.`,
    ],
  };
}

/** The message of a `Status`. */
function statusMessage(body: string): string | undefined {
  try {
    const { kind, message } = JSON.parse(body) as { kind?: unknown; message?: unknown };
    return kind === 'Status' && typeof message === 'string' && message !== '' ? message : undefined;
  } catch {
    return undefined;
  }
}
