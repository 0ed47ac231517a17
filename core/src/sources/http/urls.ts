import { SourceError } from '../../ports/source-error.ts';

/** A URL without its `user:password@`, and those two, decoded. */
export interface SplitUrl {
  /** Without a trailing slash, a query or a fragment. */
  readonly url: string;
  readonly basic?: { readonly username: string; readonly password: string };
}

/**
 * Takes credentials out of a URL that a user gave, so that no message can show them.
 *
 * @throws SourceError `bad-query` where the text is no http or https URL.
 */
export function splitUrlCredentials(text: string): SplitUrl {
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
    const shown = withoutUserInfo(text);
    throw new SourceError({
      code: 'bad-query',
      source: shown,
      message: `${JSON.stringify(shown)} is no http:// or https:// URL`,
      suggestions: ['Write it with its scheme, for example http://prometheus.monitoring:9090.'],
    });
  }
  const { username, password } = parsed;
  const url = `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`;
  if (username === '' && password === '') return { url };
  return { url, basic: { username: decode(username), password: decode(password) } };
}

/** The text with anything between `://` and `@` left out; also for texts that are no URL. */
export function withoutUserInfo(text: string): string {
  return text.replace(/\/\/[^/?#]*@/, '//');
}

/** Bad percent-encoding means that the text was not encoded. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Whether credentials for `from` may go to `to`: the same origin, or the same host name on the usual ports with TLS where
 * there was none.
 */
export function mayCarryCredentials(from: URL, to: URL): boolean {
  if (from.origin === to.origin) return true;
  const upgrade = from.protocol === 'http:' && to.protocol === 'https:';
  return upgrade && from.hostname === to.hostname && from.port === '' && to.port === '';
}
