/** Why a request has no answer; becomes a `Status`. The message goes to the client and holds no detail of ours. */
export class ServingError extends Error {
  override readonly name = 'ServingError';
  readonly code: 400 | 404 | 500 | 503;

  constructor(code: ServingError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Upstream's words for a metric that nobody makes, or that has no value. `resource` is absent for an external metric. */
export function metricNotFound(metric: string, resource: string | undefined): ServingError {
  const what = resource === undefined ? '' : ` for ${resource}`;
  return new ServingError(404, `the server could not find the metric ${metric}${what}`);
}
