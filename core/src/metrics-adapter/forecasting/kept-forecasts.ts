import { eventsOf } from '../../forecast/index.ts';
import type { Clock, Forecaster, TimeRange } from '../../ports/index.ts';
import type { TimeSeries } from '../../stats/index.ts';
import type { ForecastRule } from '../rules/adapter-config.ts';
import { effectiveFrom, settledBoundary, staleFrom } from './forecast-times.ts';
import { type FittedValue, forecastValue } from './forecast-value.ts';
import { History, type HistoryValues } from './history.ts';

/** One demand that is forecast. */
export interface ForecastScope {
  readonly rule: ForecastRule;
  /** Gives one series: the demand as a whole. */
  readonly promql: string;
  readonly namespace: string;
  /** For people and for /metrics: `Deployment/chat`, `services/chat`, a selector. */
  readonly object: string;
}

/** Why the present value is served in place of a forecast; a closed set, for /metrics. */
export type FallbackReason = 'no-history' | 'short-history' | 'untrusted' | 'stale' | 'limit';

export type KeptForecast =
  | { readonly kind: 'forecast'; readonly value: number }
  | { readonly kind: 'fallback'; readonly reason: FallbackReason };

/** Where the past is read. Rejects when it cannot be. */
export interface HistorySource {
  readRange(promql: string, range: TimeRange): Promise<readonly TimeSeries[]>;
}

/** Where histories outlive the process. Neither rejects: what cannot be kept is read anew. */
export interface HistoryStore {
  load(key: string): Promise<HistoryValues | undefined>;
  save(key: string, history: HistoryValues): Promise<void>;
}

/** What happens inside, for /metrics and the log. */
export interface ForecastObserver {
  historyRead(): void;
  historyFailed(error: unknown): void;
  fitted(durationMs: number): void;
  fitFailed(error: unknown): void;
}

export interface ForecastParts {
  readonly history: HistorySource;
  readonly forecaster: Pick<Forecaster, 'forecast'>;
  readonly store?: HistoryStore;
  readonly clock: Clock;
  readonly observer: ForecastObserver;
  /** Most demands that are forecast; of further ones the present value is served. */
  readonly maximum: number;
}

/** A forecast as /metrics tells of it. */
export interface ForecastStatus {
  readonly metric: string;
  readonly namespace: string;
  readonly object: string;
  readonly kept: KeptForecast;
  readonly errorRatio: number | undefined;
}

interface Made {
  readonly boundaryMs: number;
  readonly outcome: FittedValue;
}

interface Entry {
  readonly scope: ForecastScope;
  readonly history: History;
  lastAskedMs: number;
  retryAtMs: number;
  isBusy: boolean;
  isRestored: boolean;
  savedAtMs: number;
  current?: Made;
  /** Made already, and not yet in force. */
  next?: Made;
}

/** What nobody asked for in this time is forgotten. */
const idleMs = 3_600_000;
/** Most of the past that one query reads: the first reading of a history is spread over several. */
const pieceMs = 2 * 86_400_000;
/** After a failure. */
const retryMs = 20_000;
/** A history on disk is renewed as often; one that is older is completed from Prometheus. */
const saveEveryMs = 3_600_000;
/** Readings and fits under way at a time. */
const lanes = 2;

/**
 * The forecasts in use. Asking answers from memory and never waits; what was not asked for before is taken up. `work`, called
 * again and again, reads the past piece by piece, small readings first, and has each forecast renewed at every step of its grid.
 */
export class KeptForecasts {
  readonly #parts: ForecastParts;
  readonly #entries = new Map<string, Entry>();
  #isStopped = false;

  constructor(parts: ForecastParts) {
    this.#parts = parts;
  }

  /** What is in force now. */
  ask(scope: ForecastScope): KeptForecast {
    const nowMs = this.#parts.clock.now();
    const entry = this.#entry(scope, nowMs);
    if (entry === undefined) return { kind: 'fallback', reason: 'limit' };
    entry.lastAskedMs = nowMs;
    return kept(entry, nowMs);
  }

  /** All that are taken up. */
  statuses(): readonly ForecastStatus[] {
    const nowMs = this.#parts.clock.now();
    return [...this.#entries.values()].map((entry) => {
      const { rule, namespace, object } = entry.scope;
      const outcome = inForce(entry, nowMs)?.outcome;
      const errorRatio = outcome && 'errorRatio' in outcome ? outcome.errorRatio : undefined;
      return { metric: rule.metric, namespace, object, kept: kept(entry, nowMs), errorRatio };
    });
  }

  /** Does what is due. Never throws. */
  async work(): Promise<void> {
    const nowMs = this.#parts.clock.now();
    for (const [key, entry] of this.#entries) {
      if (nowMs - entry.lastAskedMs > idleMs && !entry.isBusy) this.#entries.delete(key);
    }
    await Promise.all(Array.from({ length: lanes }, () => this.#lane()));
  }

  /** Takes up nothing further, so that `work` under way comes to its end, and keeps all histories on disk. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const [key, entry] of this.#entries) await this.#save(key, entry, 0);
  }

  async #lane(): Promise<void> {
    while (!this.#isStopped) {
      const due = this.#mostDue();
      if (due === undefined) return;
      const [key, entry] = due;
      entry.isBusy = true;
      await this.#advance(key, entry);
      entry.isBusy = false;
    }
  }

  /** A forecast that lacks one point goes before one that lacks two weeks. */
  #mostDue(): readonly [string, Entry] | undefined {
    const nowMs = this.#parts.clock.now();
    let least = Infinity;
    let found: readonly [string, Entry] | undefined;
    for (const [key, entry] of this.#entries) {
      if (entry.isBusy || entry.retryAtMs > nowMs) continue;
      const boundaryMs = settledBoundary(nowMs, entry.scope.rule.stepMs);
      if (newest(entry)?.boundaryMs === boundaryMs) continue;
      const missing = boundaryMs - entry.history.nextMs(boundaryMs);
      if (missing < least) [least, found] = [missing, [key, entry]];
    }
    return found;
  }

  /** One piece of the past, and the forecast once the past is complete. */
  async #advance(key: string, entry: Entry): Promise<void> {
    const { clock, store } = this.#parts;
    if (!entry.isRestored) {
      entry.isRestored = true;
      const known = await store?.load(key);
      if (known && entry.history.restore(known)) entry.savedAtMs = clock.now();
    }
    const boundaryMs = settledBoundary(clock.now(), entry.scope.rule.stepMs);
    try {
      await this.#readPiece(entry, boundaryMs);
    } catch (error) {
      this.#parts.observer.historyFailed(error);
      entry.retryAtMs = clock.now() + retryMs;
      return;
    }
    if (entry.history.endMs !== boundaryMs || this.#stopped()) return;
    try {
      await this.#fit(entry, boundaryMs);
    } catch (error) {
      if (!this.#stopped()) this.#parts.observer.fitFailed(error);
      entry.retryAtMs = clock.now() + retryMs;
      return;
    }
    await this.#save(key, entry, saveEveryMs);
  }

  async #readPiece({ scope, history }: Entry, boundaryMs: number): Promise<void> {
    const startMs = history.nextMs(boundaryMs);
    if (startMs > boundaryMs) return;
    const { stepMs } = scope.rule;
    const steps = Math.max(1, Math.floor(pieceMs / stepMs));
    const endMs = Math.min(boundaryMs, startMs + (steps - 1) * stepMs);
    const [series] = await this.#parts.history.readRange(scope.promql, { startMs, endMs, stepMs });
    history.append(series ?? { timestampsMs: [], values: [] }, startMs, endMs);
    this.#parts.observer.historyRead();
  }

  async #fit(entry: Entry, boundaryMs: number): Promise<void> {
    const { clock, forecaster, observer } = this.#parts;
    const history = entry.history.snapshot();
    if (history === undefined) return;
    const startedMs = clock.now();
    const { rule } = entry.scope;
    const events = eventsOf(rule.events ?? [], entry.scope);
    const outcome = await forecastValue({ history, rule, events, boundaryMs }, forecaster);
    observer.fitted(clock.now() - startedMs);
    const current = inForce(entry, clock.now());
    if (current === undefined) delete entry.current;
    else entry.current = current;
    entry.next = { boundaryMs, outcome };
  }

  #stopped(): boolean {
    return this.#isStopped;
  }

  async #save(key: string, entry: Entry, everyMs: number): Promise<void> {
    const { clock, store } = this.#parts;
    const history = store && entry.history.snapshot();
    if (!history || clock.now() - entry.savedAtMs < everyMs) return;
    entry.savedAtMs = clock.now();
    await store.save(key, history);
  }

  #entry(scope: ForecastScope, nowMs: number): Entry | undefined {
    const { rule, promql } = scope;
    const key = `${rule.metric} ${promql}`;
    const known = this.#entries.get(key);
    if (known) return known;
    if (this.#entries.size >= this.#parts.maximum) return undefined;
    const entry: Entry = {
      scope,
      history: new History(rule.stepMs, rule.historyMs),
      lastAskedMs: nowMs,
      retryAtMs: 0,
      isBusy: false,
      isRestored: false,
      savedAtMs: 0,
    };
    this.#entries.set(key, entry);
    return entry;
  }
}

function newest({ current, next }: Entry): Made | undefined {
  return next ?? current;
}

/** At the start, when nothing is in force yet, the first forecast is at once. */
function inForce({ scope, current, next }: Entry, nowMs: number): Made | undefined {
  if (next === undefined) return current;
  const isDue = nowMs >= effectiveFrom(next.boundaryMs, scope.rule.stepMs);
  return isDue || current === undefined ? next : current;
}

function kept(entry: Entry, nowMs: number): KeptForecast {
  const made = inForce(entry, nowMs);
  if (made === undefined) return { kind: 'fallback', reason: 'no-history' };
  if (nowMs >= staleFrom(made.boundaryMs, entry.scope.rule.stepMs)) {
    return { kind: 'fallback', reason: 'stale' };
  }
  const { outcome } = made;
  return outcome.kind === 'forecast'
    ? { kind: 'forecast', value: outcome.value }
    : { kind: 'fallback', reason: outcome.kind };
}
