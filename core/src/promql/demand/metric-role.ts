/**
 * What a metric says about load, and so whether it can be forecast as it is. `arrivals` and `in-flight` are demand: summed over all
 * pods they do not depend on how many pods there are. The others are shaped by our own scaling: a queue empties when pods are
 * added, a utilization or a latency falls.
 */
export type MetricRole = 'arrivals' | 'in-flight' | 'queue' | 'utilization' | 'latency' | 'unknown';

/**
 * Words of a metric's name and the role that they give it; the first match decides. A name holds more than one of them often
 * (`requests_waiting`, `request_duration_seconds`), so the order is from the most to the least telling.
 */
const ROLES: readonly (readonly [MetricRole, RegExp])[] = [
  ['latency', /\b(latency|duration|response time|time to first|ttft|itl|elapsed|p(50|90|95|99)|quantile)\b/],
  // Before queues: published messages are arrivals at one.
  ['arrivals', /\b(published|enqueued|produced|sent)\b/],
  ['utilization', /\b(hit|miss|error|success|failure) (rate|ratio)\b/],
  [
    'queue',
    /\b(queued?|queues|waiting|waiters|pending|backlog|lag|undelivered|unacked|unacknowledged|depth)\b/,
  ],
  ['queue', /\bmessages? (ready|visible|not visible|delayed)\b|\boldest\b/],
  [
    'utilization',
    /\b(utili[sz]ation|util|ratio|percent(age)?|pct|saturation|occupancy|load(1|5|15)?|perc|busy|active ratio|usage)\b/,
  ],
  ['in-flight', /\b(in ?flight|concurren(t|cy)|running|ongoing|active|open connections|current)\b/],
  [
    'arrivals',
    /\b(per second|rate|rps|qps|tps|requests?|hits|calls|arrivals?|throughput|tokens?|messages|connections|sessions)\b/,
  ],
  ['arrivals', /\b(total|count)$/],
];

/** The role that a metric's name tells, as metrics are usually named: `inference_queue_depth`, `http_requests_per_second`. */
export function metricRole(name: string): MetricRole {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  return ROLES.find(([, pattern]) => pattern.test(words))?.[0] ?? 'unknown';
}
