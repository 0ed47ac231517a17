import type { Clock } from '../../ports/index.ts';

export interface RefreshSettings {
  /** An answer this old is asked for again. */
  readonly refreshMs: number;
  /** The oldest answer that is given while asking again fails or takes time. */
  readonly staleMs: number;
  /** What nobody asked for in this time is no longer kept fresh. */
  readonly idleMs: number;
  /** Of several, those asked for longest ago are forgotten first. */
  readonly maximumEntries: number;
}

/** An answer and the moment for which it holds. */
export interface Answer<Value> {
  readonly value: Value;
  readonly atMs: number;
}

interface Entry<Value> {
  load: (atMs: number) => Promise<Value>;
  lastAskedMs: number;
  answer?: Answer<Value>;
  underWay?: Promise<Answer<Value>>;
}

/** What happens to answers, for /metrics. */
export interface RefreshObserver {
  loaded(durationMs: number): void;
  failed(error: unknown): void;
}

/** Loads under way at a time while refreshing: the answers to all at once would be read at once too, and requests would wait for that. */
const refreshLanes = 4;

/**
 * Answers that are asked for once each `refreshMs`, however many want them: equal questions under way are joined, and
 * `refresh`, called from time to time, keeps those in use fresh ahead of the next request. When asking fails the last answer
 * is given until it is `staleMs` old; after that the failure is.
 */
export class RefreshedAnswers<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #clock: Clock;
  readonly #settings: RefreshSettings;
  readonly #observer: RefreshObserver;

  constructor(clock: Clock, settings: RefreshSettings, observer: RefreshObserver) {
    this.#clock = clock;
    this.#settings = settings;
    this.#observer = observer;
  }

  /**
   * The newest `load` of a key is the one that refreshes it: the rule behind it may have changed. An answer that does not `suffice`, for it was asked for before the
   * question grew, is asked for again. Throws what `load` threw when there is no answer young enough.
   */
  async get(
    key: string,
    load: (atMs: number) => Promise<Value>,
    suffices: (value: Value) => boolean = () => true,
  ): Promise<Answer<Value>> {
    const nowMs = this.#clock.now();
    const entry = this.#entry(key, load, nowMs);
    const answer = entry.answer && suffices(entry.answer.value) ? entry.answer : undefined;
    const ageMs = ageOf(answer, nowMs);
    if (answer !== undefined && ageMs < this.#settings.refreshMs) return answer;
    const loading = this.#load(entry, nowMs);
    if (answer !== undefined && ageMs < this.#settings.staleMs) {
      // The observer was told of a failure.
      loading.catch(() => undefined);
      return answer;
    }
    const loaded = await loading;
    return suffices(loaded.value) ? loaded : this.#load(entry, this.#clock.now());
  }

  /** What would be given without asking, were it asked for now. */
  known(key: string): Value | undefined {
    const answer = this.#entries.get(key)?.answer;
    return ageOf(answer, this.#clock.now()) < this.#settings.staleMs ? answer?.value : undefined;
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  /** Asks again for what is due and still in use, a few at a time; forgets the rest. Never throws. */
  async refresh(): Promise<void> {
    const nowMs = this.#clock.now();
    const { idleMs, refreshMs } = this.#settings;
    const due: Entry<Value>[] = [];
    for (const [key, entry] of this.#entries) {
      if (nowMs - entry.lastAskedMs > idleMs) this.#entries.delete(key);
      else if (ageOf(entry.answer, nowMs) >= refreshMs) due.push(entry);
    }
    const lane = async (): Promise<void> => {
      for (let entry = due.shift(); entry !== undefined; entry = due.shift()) {
        // The observer was told of a failure.
        await this.#load(entry, this.#clock.now()).catch(() => undefined);
      }
    };
    await Promise.all(Array.from({ length: refreshLanes }, lane));
  }

  /** Milliseconds since the oldest answer in use; 0 without any. */
  oldestAgeMs(): number {
    const nowMs = this.#clock.now();
    const ages = [...this.#entries.values()].map(({ answer }) => (answer ? nowMs - answer.atMs : 0));
    return ages.reduce((oldest, age) => Math.max(oldest, age), 0);
  }

  /** Most recently asked for last, so that the first is the one to forget. */
  #entry(key: string, load: Entry<Value>['load'], nowMs: number): Entry<Value> {
    const entry = this.#entries.get(key) ?? { load, lastAskedMs: nowMs };
    entry.lastAskedMs = nowMs;
    entry.load = load;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > this.#settings.maximumEntries) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    return entry;
  }

  #load(entry: Entry<Value>, nowMs: number): Promise<Answer<Value>> {
    entry.underWay ??= this.#ask(entry, nowMs).finally(() => {
      delete entry.underWay;
    });
    return entry.underWay;
  }

  async #ask(entry: Entry<Value>, atMs: number): Promise<Answer<Value>> {
    try {
      const value = await entry.load(atMs);
      this.#observer.loaded(this.#clock.now() - atMs);
      entry.answer = { value, atMs };
      return entry.answer;
    } catch (error) {
      this.#observer.failed(error);
      throw error;
    }
  }
}

/** An answer from the future is older than any: the clock was set back, and by how much nobody knows. */
function ageOf(answer: Answer<unknown> | undefined, nowMs: number): number {
  return answer === undefined || answer.atMs > nowMs ? Infinity : nowMs - answer.atMs;
}
