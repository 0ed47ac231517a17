/** One HTTP exchange, free of any client library. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends one request and answers whatever status came back. Throws {@link SourceError} (`unreachable`, `timeout`,
 * `cancelled`) when no response arrived.
 */
export interface HttpTransport {
  readonly description: string;
  send(request: HttpRequest): Promise<HttpResponse>;
}
