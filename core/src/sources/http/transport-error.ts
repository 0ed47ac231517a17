import { SourceError, type SourceErrorDetails } from '../../ports/source-error.ts';
import { formatDuration } from '../../units/duration.ts';

/** What was going on when a request failed; nothing in it is secret. */
export interface FailedExchange {
  readonly description: string;
  readonly url: string;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  /** The caller's own signal. */
  readonly cancelled: boolean;
  readonly timedOut: boolean;
}

/**
 * The error for an exchange that gave no whole response. Only the `code` of what the client threw is looked at, and the
 * client's error is not kept as a cause: it holds the request with its credentials.
 */
export function transportError(thrown: unknown, exchange: FailedExchange): SourceError {
  const source = exchange.description;
  if (exchange.cancelled) {
    return new SourceError({ code: 'cancelled', source, message: `${source}: cancelled` });
  }
  const code = errorCode(thrown);
  if (exchange.timedOut || code === 'ETIMEDOUT' || code === 'ECONNABORTED') {
    return new SourceError({
      code: 'timeout',
      source,
      message: `${source} did not answer in ${formatDuration(exchange.timeoutMs)}`,
      suggestions: ['Check the address and that the server is not overloaded, or allow more time.'],
    });
  }
  return new SourceError({ source, ...bodyFault(thrown, code, exchange), ...tlsFault(code, exchange) });
}

type Fault = Omit<SourceErrorDetails, 'source'>;

function bodyFault(thrown: unknown, code: string, exchange: FailedExchange): Fault {
  const { description, maxBodyBytes } = exchange;
  const text = thrown instanceof Error ? thrown.message : '';
  if (text.startsWith('maxContentLength')) {
    return {
      code: 'bad-response',
      message: `${description} answered with more than ${Math.round(maxBodyBytes / 1_048_576)} MiB`,
      suggestions: ['Ask for less: a shorter range, a coarser step, or a narrower selector.'],
    };
  }
  if (text.includes('aborted') || code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE') {
    return {
      code: 'bad-response',
      message: `${description} broke off its answer`,
      suggestions: ['Try again; if it stays so, look at the log of the server or of a proxy before it.'],
    };
  }
  return networkFault(code, exchange);
}

function networkFault(code: string, { description, url }: FailedExchange): Fault {
  const { host, hostname } = new URL(url);
  const [reason, suggestion] = networkReasons.get(code) ?? [`the connection failed (${code})`, undefined];
  return {
    code: 'unreachable',
    message: `${description} cannot be reached: ${reason.replace('%host', host).replace('%name', hostname)}`,
    suggestions: suggestion === undefined ? [] : [suggestion],
  };
}

const networkReasons: ReadonlyMap<string, readonly [reason: string, suggestion: string]> = new Map([
  [
    'ECONNREFUSED',
    ['nothing listens at %host', 'Check host and port, and that the port-forward still runs.'],
  ],
  [
    'ENOTFOUND',
    [
      'the host name %name is not known here',
      'A name of the cluster’s own DNS needs a port-forward or the service proxy.',
    ],
  ],
  ['EAI_AGAIN', ['the name server did not answer for %name', 'Check the network and try again.']],
  ['ECONNRESET', ['%host closed the connection', 'Check that the scheme (http or https) is the right one.']],
  ['EPIPE', ['%host closed the connection', 'Check that the scheme (http or https) is the right one.']],
  ['HPE_INVALID_CONSTANT', ['%host does not speak HTTP', 'Check the port, and whether it wants https.']],
  ['EHOSTUNREACH', ['there is no way to %host', 'Check the VPN and the network.']],
  ['ENETUNREACH', ['there is no way to %host', 'Check the VPN and the network.']],
]);

function tlsFault(code: string, { description, url }: FailedExchange): Fault | undefined {
  const { host } = new URL(url);
  const fault = tlsReasons.find(([pattern]) => pattern.test(code));
  if (!fault) return undefined;
  const [, reason, suggestion] = fault;
  return {
    code: 'unreachable',
    message: `${description} cannot be reached: ${reason.replace('%host', host)} (${code})`,
    suggestions: [suggestion],
  };
}

const tlsReasons: readonly (readonly [code: RegExp, reason: string, suggestion: string])[] = [
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    'the certificate of %host is for another name',
    'Use the name that the certificate is for, or set the TLS server name.',
  ],
  [/^CERT_HAS_EXPIRED$/, 'the certificate of %host has expired', 'Renew the server’s certificate.'],
  [
    /SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|^CERT_/,
    'the certificate of %host is not trusted',
    'Give the CA certificate that signed it.',
  ],
  [/^EPROTO$|^ERR_SSL_WRONG_VERSION/, '%host does not speak TLS', 'Check whether the scheme should be http.'],
  [
    /^ERR_SSL_|^ERR_OSSL_|^ERR_TLS_/,
    'TLS with %host failed',
    'Check the client certificate, its key and the CA certificate.',
  ],
];

function errorCode(thrown: unknown): string {
  const { code, cause } = (thrown ?? {}) as { code?: unknown; cause?: unknown };
  const own = typeof code === 'string' ? code : '';
  // The client wraps what the system said.
  const inner = (cause as { code?: unknown } | undefined)?.code;
  return typeof inner === 'string' ? inner : own === '' ? 'unknown error' : own;
}
