/** Requests that arrive at random at replicas that all serve one queue: M/M/c. */
export interface QueueLoad {
  readonly arrivalsPerSecond: number;
  /** What one replica serves when it is never idle. */
  readonly servicesPerSecond: number;
  readonly replicas: number;
}

/**
 * The probability that a request has to wait (Erlang C), by the recursion of Erlang B, which does not overflow. 1 where more arrives than can be
 * served.
 */
export function erlangC({ arrivalsPerSecond, servicesPerSecond, replicas }: QueueLoad): number {
  const load = arrivalsPerSecond / servicesPerSecond;
  if (!(load < replicas)) return 1;
  if (load === 0) return 0;
  let blocked = 1;
  for (let servers = 1; servers <= replicas; servers += 1) {
    blocked = (load * blocked) / (servers + load * blocked);
  }
  const busy = load / replicas;
  return blocked / (1 - busy * (1 - blocked));
}

/**
 * The time in seconds within which a share of requests is answered, waiting and service together, in a steady M/M/c queue served in order of arrival.
 * `Infinity` where the queue grows without end.
 */
export function responseTimeQuantile(load: QueueLoad, share: number): number {
  const { arrivalsPerSecond, servicesPerSecond, replicas } = load;
  if (!(arrivalsPerSecond < servicesPerSecond * replicas)) return Infinity;
  const waits = erlangC(load);
  const exceeds = (seconds: number): number => tail(load, waits, seconds);
  let high = 1 / servicesPerSecond;
  while (exceeds(high) > 1 - share) high *= 2;
  let low = 0;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (exceeds(middle) > 1 - share) low = middle;
    else high = middle;
  }
  return high;
}

/** P(T > t): exponential service after no wait (1 − C) or an exponential one at the spare rate. */
function tail(
  { arrivalsPerSecond, servicesPerSecond, replicas }: QueueLoad,
  waits: number,
  seconds: number,
): number {
  const spare = replicas * servicesPerSecond - arrivalsPerSecond;
  const served = Math.exp(-servicesPerSecond * seconds);
  const difference = spare - servicesPerSecond;
  // Where both rates meet, the sum of the two is an Erlang distribution.
  const waited =
    Math.abs(difference) < 1e-9 * servicesPerSecond
      ? served * (1 + servicesPerSecond * seconds)
      : (spare * served - servicesPerSecond * Math.exp(-spare * seconds)) / difference;
  return (1 - waits) * served + waits * waited;
}

/**
 * The service rate at which the model gives the p95 that was measured: the estimate for another number of replicas then starts from what is, not from a
 * guess. `undefined` without traffic or latency.
 */
export function serviceRateFrom(
  arrivalsPerSecond: number,
  replicas: number,
  p95Seconds: number,
): number | undefined {
  if (!(arrivalsPerSecond > 0 && replicas > 0 && p95Seconds > 0)) return undefined;
  let low = arrivalsPerSecond / replicas;
  // An unloaded exponential server has its p95 at ln 20 ÷ rate; none that answers so fast can be slower.
  let high = Math.max(low * 2, (2 * Math.log(20)) / p95Seconds + low);
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    const modelled = responseTimeQuantile({ arrivalsPerSecond, servicesPerSecond: middle, replicas }, 0.95);
    if (modelled > p95Seconds) low = middle;
    else high = middle;
  }
  return high;
}
