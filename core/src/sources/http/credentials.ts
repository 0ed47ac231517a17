import { readFile } from 'node:fs/promises';
import type { Agent } from 'node:http';

import { SourceError } from '../../ports/source-error.ts';

/** What a request carries so that the server knows who asks. */
export interface HttpCredentials {
  /** A list is sent as so many lines. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Takes the place of the transport's own agents, with a TLS identity of its own. */
  readonly agent?: Agent;
  /** The agent knows its proxy: those of the environment are not for it. */
  readonly ownProxy?: boolean;
}

/** Asked before each request, so that a rotated token is used at once. Must not outlast `signal`. */
export type CredentialProvider = (signal: AbortSignal) => Promise<HttpCredentials>;

export function bearerToken(token: string): CredentialProvider {
  const headers = { authorization: `Bearer ${token.trim()}` };
  return () => Promise.resolve({ headers });
}

/** The token is read again for each request: projected service account tokens are rotated in place. */
export function bearerTokenFile(path: string): CredentialProvider {
  return async (signal) => {
    const token = await readFile(path, { encoding: 'utf8', signal }).catch((error: unknown) => {
      const { code = 'unknown error' } = error as NodeJS.ErrnoException;
      throw new SourceError({
        code: 'unauthorized',
        source: `token file ${path}`,
        message: `The token file ${path} cannot be read (${code})`,
        suggestions: ['Check that the file exists and that you may read it.'],
      });
    });
    return { headers: { authorization: `Bearer ${token.trim()}` } };
  };
}

/** RFC 7617, in UTF-8. */
export function basicAuthentication(username: string, password: string): CredentialProvider {
  const headers = {
    authorization: `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`,
  };
  return () => Promise.resolve({ headers });
}
