/** What went wrong when the world outside was asked. Closed: every code has a message that says what to do next. */
export type SourceErrorCode =
  | 'unreachable'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'timeout'
  | 'rate-limited'
  | 'bad-query'
  | 'bad-response'
  | 'cancelled';

export interface SourceErrorDetails {
  readonly code: SourceErrorCode;
  /** What was asked, for people: `Prometheus at http://…`, `context prod-eu`. Never holds a credential. */
  readonly source: string;
  /** One sentence: what happened. */
  readonly message: string;
  /** How the source was reached, when that is not plain from `source`. */
  readonly reachedThrough?: string;
  /** What the user may do next, most likely remedy first. */
  readonly suggestions?: readonly string[];
  /** How often it was tried; 1 when there was no retry. */
  readonly attempts?: number;
}

/** The world is unavailable: a source did not give a usable answer. Doors print it and end with exit code 3. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly details: SourceErrorDetails;

  constructor(details: SourceErrorDetails, options?: ErrorOptions) {
    super(details.message, options);
    this.details = details;
  }

  get code(): SourceErrorCode {
    return this.details.code;
  }
}
