import type { Agent } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions, type RequestOptions } from 'node:https';

import { SourceError } from '../../ports/source-error.ts';
import type { HttpCredentials } from '../http/index.ts';
import type { LoadedKubeconfig } from './load-kubeconfig.ts';

/** client-go reads token files again after a minute too. */
const freshMs = 60_000;

/** The credentials of a kubeconfig's user, kept for a minute. */
export interface ClusterCredentials {
  get(): Promise<HttpCredentials>;
  /** What was given is no longer accepted: ask anew. */
  forget(): void;
}

/**
 * Client certificates, tokens, token files, basic authentication, credential plugins and OIDC, all through client-node.
 * However many requests wait, a plugin runs once.
 */
export function clusterCredentials(kubeconfig: LoadedKubeconfig, source: string): ClusterCredentials {
  const agents = keptAgents();
  let kept: { readonly sinceMs: number; readonly credentials: Promise<HttpCredentials> } | undefined;
  return {
    get: () => {
      if (kept === undefined || Date.now() - kept.sinceMs > freshMs) {
        const credentials = authenticate(kubeconfig, source, agents);
        const mine = { sinceMs: Date.now(), credentials };
        kept = mine;
        credentials.catch(() => {
          if (kept === mine) kept = undefined;
        });
      }
      return kept.credentials;
    },
    forget: () => {
      kept = undefined;
    },
  };
}

async function authenticate(
  kubeconfig: LoadedKubeconfig,
  source: string,
  agents: KeptAgents,
): Promise<HttpCredentials> {
  const options: RequestOptions = {};
  try {
    await kubeconfig.client.applyToHTTPSOptions(options);
  } catch (error) {
    throw credentialError(error, kubeconfig, source);
  }
  const headers: Record<string, string | readonly string[]> = { ...kubeconfig.impersonation };
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    // A token file usually ends in a line end, which no header may hold.
    if (value !== undefined) headers[name.toLowerCase()] = String(value).trim();
  }
  if (typeof options.auth === 'string') {
    headers.authorization = `Basic ${Buffer.from(options.auth, 'utf8').toString('base64')}`;
  }
  const ownProxy = kubeconfig.client.getCurrentCluster()?.proxyUrl !== undefined;
  return { headers, ...agents.agentFor(options, ownProxy) };
}

interface KeptAgents {
  agentFor(options: RequestOptions, ownProxy: boolean): Pick<HttpCredentials, 'agent' | 'ownProxy'>;
}

/**
 * client-node makes a new agent, and so a new TLS handshake, for each request. While certificates stay the same, the
 * first one's connections are used again. Plain HTTP is left to the transport's own agent; with a proxy of the
 * kubeconfig's own only client-node's agent knows the way.
 */
function keptAgents(): KeptAgents {
  let kept: { readonly key: string; readonly agent: Agent } | undefined;
  return {
    agentFor: (options, ownProxy) => {
      const given = options.agent as Agent;
      if (!ownProxy && !(given instanceof HttpsAgent)) return {};
      const tls = tlsOf(options);
      const key = JSON.stringify(tls);
      if (kept?.key !== key) {
        kept = { key, agent: ownProxy ? given : new HttpsAgent({ ...tls, keepAlive: true }) };
      }
      return { agent: kept.agent, ownProxy };
    },
  };
}

function tlsOf({ ca, cert, key, servername, rejectUnauthorized }: RequestOptions): AgentOptions {
  // An agent takes `undefined` here for "do not verify".
  return { ca, cert, key, servername, ...(rejectUnauthorized !== undefined && { rejectUnauthorized }) };
}

function credentialError(
  error: unknown,
  { userName, installHint }: LoadedKubeconfig,
  source: string,
): SourceError {
  const { code = '', syscall = '', path = '', message } = error as NodeJS.ErrnoException;
  const refused = (what: string, suggestion: string): SourceError =>
    new SourceError({
      code: 'unauthorized',
      source,
      message: `No credentials for ${source}: ${what}`,
      suggestions: [suggestion],
    });
  if (syscall.startsWith('spawn')) {
    return refused(
      `the credential plugin ${path} of user ${userName} cannot be started (${code})`,
      installHint ?? `Install ${path}, or put it on the PATH.`,
    );
  }
  if (path !== '' && code !== '') {
    return refused(`${path} cannot be read (${code})`, 'Check the path in the kubeconfig.');
  }
  if (error instanceof SyntaxError || error instanceof TypeError) {
    return refused(
      `the credential plugin of user ${userName} did not print an ExecCredential`,
      'Run the plugin by hand and look at what it prints.',
    );
  }
  // What the plugin itself said, for example that the login has expired: one line of it.
  const line = message.trim().split('\n').at(-1) ?? '';
  const said = line === '' ? 'it ended with an error' : line.slice(0, 300);
  return refused(
    `the credential plugin of user ${userName} failed: ${said}`,
    'Log in again, then repeat the command.',
  );
}
