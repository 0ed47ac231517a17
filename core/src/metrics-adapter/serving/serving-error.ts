/** Why a request has no answer; becomes a `Status`. The message goes to the client and holds no detail of ours. */
export class ServingError extends Error {
  override readonly name = 'ServingError';
  readonly code: 400 | 404 | 500 | 503;

  constructor(code: ServingError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
