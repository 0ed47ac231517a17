/**
 * One question to a metrics store. `id` names it independently of how it is spelled in PromQL, so that a recording made
 * by one release still answers a later one; for a query that a user typed, the text is the identity.
 */
export interface MetricQuery {
  /** For example `container-cpu-usage{kind="Deployment",name="llm-chat",namespace="prod"}`. */
  readonly id: string;
  readonly promql: string;
  /** Unit of the answer: `cores`, `bytes`, `requests/s`, `ratio`, `seconds`, `replicas`, or `` where it is not known. */
  readonly unit: string;
}
