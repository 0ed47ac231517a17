import { SLOT_MS } from '../traffic/arrivals.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import { readingShares, type ResponseModel, type ResponseTimes } from './response-times.ts';
import { replicaCapacity, type ServiceProfile } from './service-profile.ts';
import { noTraffic, type TrafficCounters } from './traffic-counters.ts';

/** How users fared. */
export interface ServiceLevel {
  /** Milliseconds in which more than 5 % of the requests were slower than the goal. */
  lostMs: number;
  mostWaiting: number;
  /** Milliseconds with ten or more requests waiting, on average over the moment. */
  crowdedMs: number;
  /** Milliseconds of replicas that ran beyond the fewest that the goal needs, and that were missing of them. */
  overMs: number;
  underMs: number;
}

/**
 * The requests of one workload: they arrive at the slots' rates, wait in one queue for the replicas that are ready, and are served. Between two changes
 * of either, the queue is a steady M/M/c one while the replicas keep up, and a fluid that fills and drains while they do not; what waits longer than the
 * timeout fails.
 */
export class QueueRun {
  readonly counters: TrafficCounters = noTraffic();
  readonly latency = new LatencyHistogram();
  readonly level: ServiceLevel = { lostMs: 0, mostWaiting: 0, crowdedMs: 0, overMs: 0, underMs: 0 };
  readonly #profile: ServiceProfile;
  readonly #model: ResponseModel;
  readonly #rates: Float64Array;
  readonly #startMs: number;
  readonly #goalP95Seconds: number;
  #atMs: number;
  #backlog = 0;
  #p95 = 0;
  #neededAt = Number.NaN;
  #neededOf = 0;
  #needed = 0;

  constructor(
    profile: ServiceProfile,
    traffic: {
      /** Of this profile. */
      readonly model: ResponseModel;
      readonly rates: Float64Array;
      readonly startMs: number;
      readonly goalP95Seconds: number;
    },
  ) {
    this.#profile = profile;
    this.#model = traffic.model;
    this.#rates = traffic.rates;
    this.#startMs = traffic.startMs;
    this.#atMs = traffic.startMs;
    this.#goalP95Seconds = traffic.goalP95Seconds;
  }

  /** Seconds, over the last interval. */
  get p95(): number {
    return this.#p95;
  }

  get backlog(): number {
    return this.#backlog;
  }

  rateAt(atMs: number): number {
    return this.#rates[Math.min(Math.floor((atMs - this.#startMs) / SLOT_MS), this.#rates.length - 1)] ?? 0;
  }

  /** The fewest replicas that meet the goal at a rate, up to `most`. */
  needed(perSecond: number, most: number): number {
    // A slot's rate is asked about several times in a row.
    if (perSecond !== this.#neededAt || most !== this.#neededOf) {
      this.#neededAt = perSecond;
      this.#neededOf = most;
      this.#needed = this.#model.replicasFor(perSecond, this.#goalP95Seconds, most);
    }
    return this.#needed;
  }

  /** Lets time pass with so many replicas ready, of which `most` are possible. */
  advance(toMs: number, ready: number, most: number): void {
    while (this.#atMs < toMs) {
      const slotEnd = this.#startMs + (Math.floor((this.#atMs - this.#startMs) / SLOT_MS) + 1) * SLOT_MS;
      const untilMs = Math.min(toMs, slotEnd);
      this.#pass(untilMs - this.#atMs, this.rateAt(this.#atMs), ready, most);
      this.#atMs = untilMs;
    }
  }

  #pass(ms: number, perSecond: number, ready: number, most: number): void {
    const seconds = ms / 1000;
    const capacity = ready * replicaCapacity(this.#profile);
    const { counters, level } = this;
    const open = this.#backlog + counters.failed;
    const times = this.#wait(seconds, perSecond, capacity, ready);
    const arrived = perSecond * seconds;
    const served = open + arrived - this.#backlog - counters.failed;
    counters.requests += arrived;
    counters.served += served;
    counters.cpuSeconds +=
      served * this.#profile.cpuSecondsPerRequest + ready * this.#profile.idleCores * seconds;
    counters.waitingSeconds += times.waiting * seconds;
    counters.underWaySeconds += times.waiting * seconds + served * this.#profile.serviceSeconds;
    this.#p95 = times.p95;
    if (arrived > 0) {
      for (let i = 0; i < readingShares.length; i++) {
        this.latency.add(times.bins[i]!, readingShares[i]! * arrived);
      }
      if (times.p95 > this.#goalP95Seconds) level.lostMs += ms;
    }
    level.mostWaiting = Math.max(level.mostWaiting, times.waiting);
    if (times.waiting >= 10) level.crowdedMs += ms;
    const needed = this.needed(perSecond, most);
    if (ready > needed) level.overMs += (ready - needed) * ms;
    else level.underMs += (needed - ready) * ms;
  }

  /** Fills or drains the backlog, and tells how long requests wait meanwhile. */
  #wait(seconds: number, perSecond: number, capacity: number, ready: number): ResponseTimes {
    const steady = this.#backlog === 0 && ready > 0 ? this.#model.steady(perSecond, ready) : undefined;
    if (steady) return steady;
    const before = this.#backlog;
    const longest = Math.max(capacity, perSecond) * this.#profile.timeoutSeconds;
    const after = Math.max(0, before + (perSecond - capacity) * seconds);
    this.counters.failed += Math.max(0, after - longest);
    this.#backlog = Math.min(after, longest);
    // Less than one request: the steady state has it.
    if (this.#backlog < 1 && perSecond < capacity) this.#backlog = 0;
    return this.#model.behind((before + this.#backlog) / 2, ready);
  }
}
