/** One HTTP exchange, free of any client library. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Absolute; without credentials, which are the transport's business. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string>>;
  /** Sent as it is, in place of a form; its type stands in `headers`. */
  readonly body?: string;
  /** From the start of the request to the last byte of the response. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How often the request was sent to get this response; absent for once. */
  readonly attempts?: number;
}

/**
 * Sends one request and answers whatever status came back. Throws {@link SourceError} (`unreachable`, `timeout`,
 * `cancelled`; `bad-response` for a body that broke off or is too large) when no whole response arrived.
 */
export interface HttpTransport {
  readonly description: string;
  send(request: HttpRequest): Promise<HttpResponse>;
}
