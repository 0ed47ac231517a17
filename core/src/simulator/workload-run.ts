import type { Places } from './cluster/places.ts';
import type { DecisionSink } from './decision-record.ts';
import { type EventQueue, phases } from './event-queue.ts';
import { DemandForecaster } from './metrics/demand-forecaster.ts';
import { ScrapedMetrics } from './metrics/scraped-metrics.ts';
import { ReplicaLog } from './outcome/replica-log.ts';
import type { Scorecard } from './outcome/scorecard.ts';
import { emptyTimeline, type Timeline } from './outcome/timeline.ts';
import { HpaController } from './replicas/hpa-controller.ts';
import { PolicyController } from './replicas/policy-controller.ts';
import type { ReplicaController } from './replicas/replica-controller.ts';
import { ReplicaSet } from './replicas/replica-set.ts';
import { VerticalAutoscaler } from './requests/vertical-autoscaler.ts';
import type { ForecastSettings, MetricPipeline, Scaler, Scenario, WorkloadScenario } from './scenario.ts';
import { QueueRun } from './serving/queue-run.ts';
import type { ResponseModels } from './serving/response-times.ts';
import { arrivalRates, SLOT_MS } from './traffic/arrivals.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
/** What Prometheus keeps, as far as a forecast looks back. */
const LONGEST_HISTORY_MS = 14 * 24 * HOUR;

/** One workload of a run: its traffic, its pods, what is measured of them, and who decides on them. */
export class WorkloadRun {
  readonly scenario: WorkloadScenario;
  readonly timeline: Timeline = emptyTimeline();
  readonly #replicaSet: ReplicaSet;
  readonly #queue: QueueRun;
  readonly #metrics: ScrapedMetrics;
  readonly #log = new ReplicaLog();
  readonly #controller: ReplicaController | undefined;
  readonly #forecaster: DemandForecaster | undefined;
  readonly #vertical: VerticalAutoscaler | undefined;
  readonly #decided: DecisionSink | undefined;
  readonly #most: number;
  readonly #startMs: number;
  #podMs = 0;
  #podsSinceMs: number;
  #minuteRequests = 0;

  constructor(
    scenario: WorkloadScenario,
    run: {
      readonly scenario: Scenario;
      readonly pipeline: MetricPipeline;
      /** Of this workload alone. */
      readonly seed: number;
      readonly events: EventQueue;
      readonly places: Places;
      readonly models: ResponseModels;
      readonly decided?: DecisionSink | undefined;
    },
  ) {
    const { startMs, endMs } = run.scenario;
    const { seed } = run;
    this.scenario = scenario;
    this.#decided = run.decided;
    this.#startMs = startMs;
    this.#podsSinceMs = startMs;
    this.#most = mostReplicas(scenario);
    const rates = arrivalRates(scenario.demand, { startMs, endMs: endMs + SLOT_MS, seed });
    this.#queue = new QueueRun(scenario.service, {
      model: run.models.of(scenario.service),
      rates,
      startMs,
      goalP95Seconds: scenario.goalP95Seconds,
    });
    this.#replicaSet = new ReplicaSet(scenario, {
      places: run.places,
      events: run.events,
      beforeReadyChanges: (nowMs) => this.#advance(nowMs),
    });
    this.#metrics = new ScrapedMetrics(run.pipeline, readingsBefore(scenario, rates[0] ?? 0, startMs));
    this.#controller = controllerOf(scenario);
    const { vpa } = scenario;
    this.#vertical = vpa && new VerticalAutoscaler(vpa, this.#replicaSet, run.decided);
    const forecast = scenario.scaler.kind === 'static' ? undefined : scenario.scaler.forecast;
    this.#forecaster = forecast && forecaster(forecast, scenario, startMs, seed);
  }

  /** All initial pods at once; what has no place yet waits. */
  begin(nowMs: number): void {
    const { scaler, initialReplicas } = this.scenario;
    const replicas = scaler.kind === 'static' ? scaler.replicas : initialReplicas;
    this.#replicaSet.scaleTo(replicas, nowMs);
    this.#log.mostReplicas = replicas;
  }

  startWarm(nowMs: number): void {
    this.#replicaSet.startWarm(nowMs);
  }

  /** Plans the decisions. `offsetMs` keeps the controller's workloads apart, as their creation times do. */
  planDecisions(events: EventQueue, offsetMs: number): void {
    const { periodMs } = this.#controller ?? {};
    const firstMs = this.#startMs + offsetMs;
    if (periodMs !== undefined) {
      events.every(periodMs, firstMs, phases.replicas, (nowMs) => this.#decide(nowMs));
    }
    const vertical = this.#vertical;
    if (!vertical) return;
    events.every(vertical.periodMs, firstMs + vertical.periodMs, phases.replicas, (nowMs) =>
      vertical.loop(nowMs, this.#metrics.readings),
    );
  }

  /** Prometheus reads the counters. */
  scrape(nowMs: number): void {
    this.#advance(nowMs);
    this.#metrics.scrape(nowMs, this.#queue.counters);
  }

  /** The adapter asks Prometheus. */
  refresh(): void {
    this.#metrics.refresh();
  }

  #decide(nowMs: number): void {
    const controller = this.#controller!;
    const from = this.#replicaSet.wanted;
    const { replicas, reasons } = controller.decide({
      nowMs,
      replicaSet: this.#replicaSet,
      readings: this.#metrics.readings,
      ahead: this.#forecaster?.ahead ?? {},
    });
    this.#decided?.({
      atMs: nowMs,
      controller: controller.kind,
      subject: this.scenario.name,
      from,
      to: replicas,
      reasons: reasons(),
    });
    if (replicas === from) return;
    this.#countPods(nowMs);
    this.#log.changed(from, replicas, nowMs);
    this.#replicaSet.scaleTo(replicas, nowMs);
  }

  /** A minute is over: the forecast and the timeline take it in. */
  endMinute(nowMs: number): void {
    this.#advance(nowMs);
    const { requests } = this.#queue.counters;
    const perSecond = ((requests - this.#minuteRequests) * 1000) / MINUTE;
    this.#minuteRequests = requests;
    this.#forecaster?.take(perSecond, nowMs);
    const { timeline } = this;
    timeline.atMs.push(nowMs);
    timeline.demand.push(perSecond);
    timeline.wanted.push(this.#replicaSet.wanted);
    timeline.ready.push(this.#replicaSet.ready);
    timeline.needed.push(this.#queue.needed(perSecond, this.#most));
    timeline.p95Seconds.push(this.#queue.p95);
    timeline.waiting.push(this.#queue.backlog);
    timeline.ahead.push(this.#forecaster?.ahead.perSecond ?? Number.NaN);
  }

  #advance(nowMs: number): void {
    this.#queue.advance(nowMs, this.#replicaSet.ready, this.#most);
  }

  /** A slot of the traffic begins: are there pods enough for it? */
  compare(nowMs: number): void {
    const needed = this.#queue.needed(this.#queue.rateAt(nowMs), this.#most);
    this.#log.compare(this.#replicaSet.ready, needed, nowMs);
  }

  /** A pod counts, and costs, from when it is wanted until it is not. */
  #countPods(nowMs: number): void {
    this.#podMs += this.#replicaSet.wanted * (nowMs - this.#podsSinceMs);
    this.#podsSinceMs = nowMs;
  }

  finish(endMs: number): Scorecard {
    this.#advance(endMs);
    this.#countPods(endMs);
    const { latency, level, counters } = this.#queue;
    const { costPerPodHour, vpa } = this.scenario;
    const podHours = this.#podMs / HOUR;
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => latency.quantile(share));
    const wape = this.#forecaster?.wape;
    return {
      workload: this.scenario.name,
      hours: (endMs - this.#startMs) / HOUR,
      requests: counters.requests,
      served: counters.served,
      failed: counters.failed,
      waiting: this.#queue.backlog,
      ...(p50 !== undefined &&
        p95 !== undefined &&
        p99 !== undefined && { latencySeconds: { p50, p95, p99 } }),
      lostMinutes: level.lostMs / MINUTE,
      mostWaiting: level.mostWaiting,
      crowdedMinutes: level.crowdedMs / MINUTE,
      podHours,
      overProvisionedPodHours: level.overMs / HOUR,
      underProvisionedPodHours: level.underMs / HOUR,
      ...this.#log.summary((endMs - this.#startMs) / (24 * HOUR), endMs),
      ...(wape !== undefined && {
        forecast: { accuracy: 1 - wape, servedShare: this.#forecaster!.servedShare },
      }),
      ...(costPerPodHour !== undefined && !vpa && { podCost: podHours * costPerPodHour }),
    };
  }
}

function controllerOf({ scaler }: WorkloadScenario): ReplicaController | undefined {
  switch (scaler.kind) {
    case 'static':
      return undefined;
    case 'hpa':
      return new HpaController(scaler);
    case 'policy':
      return new PolicyController(scaler);
  }
}

/** The most that the workload can have: what is needed beyond it nobody counts. */
function mostReplicas({ scaler, initialReplicas }: WorkloadScenario): number {
  const bound = (most: number): number => Math.max(4 * most, initialReplicas, 16);
  return bound(boundOf(scaler));
}

function boundOf(scaler: Scaler): number {
  switch (scaler.kind) {
    case 'static':
      return scaler.replicas;
    case 'hpa':
      return scaler.spec.maxReplicas;
    case 'policy':
      return scaler.policy.maxReplicas;
  }
}

function readingsBefore({ service, initialReplicas }: WorkloadScenario, perSecond: number, atMs: number) {
  return {
    atMs,
    requestsPerSecond: perSecond,
    cpuCores: perSecond * service.cpuSecondsPerRequest + initialReplicas * service.idleCores,
    waiting: 0,
    underWay: perSecond * service.serviceSeconds,
  };
}

/** The past by the minute, from the same chance as the run's own traffic. */
function forecaster(
  settings: ForecastSettings,
  { demand }: WorkloadScenario,
  startMs: number,
  seed: number,
): DemandForecaster {
  const minutes = Math.floor(Math.min(startMs - demand.startMs, LONGEST_HISTORY_MS) / MINUTE);
  const slots = arrivalRates(demand, { startMs: startMs - minutes * MINUTE, endMs: startMs, seed });
  const perMinute = MINUTE / SLOT_MS;
  const past = Array.from({ length: minutes }, (_, minute) => {
    let sum = 0;
    for (let slot = 0; slot < perMinute; slot++) sum += slots[minute * perMinute + slot]!;
    return sum / perMinute;
  });
  return new DemandForecaster(settings, past, startMs);
}
