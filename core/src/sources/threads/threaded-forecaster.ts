import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import type { Forecast, ForecastOutcome } from '../../forecast/index.ts';
import { defaultKeptBytes, type Forecaster } from '../../ports/index.ts';
import type { ForecastAnswer, ForecastQuestion, ForecastThreadData } from './forecaster-thread.ts';

export interface ThreadedForecasterOptions {
  /** The file that a thread runs: one that calls `serveForecasterThread`. */
  readonly script: URL;
  /** One fewer than the machine has cores, and at least one, when left out. */
  readonly threads?: number;
  /** Memory for what is kept between a fit and the next in all threads together, bytes; 256 MiB when left out. */
  readonly mostBytes?: number;
  /** A thread that owes answers and gives none for so long will come to no end, and is ended; 60,000 when left out. */
  readonly patienceMs?: number;
}

const defaultPatienceMs = 60_000;

/**
 * Fits in threads of their own. A key always goes to the same thread, which keeps what it fitted; a single forecast goes to the
 * one that has the least to do. A thread that ends, or gets stuck, fails what it was working on and is replaced; what it kept has
 * to be fitted again. Threads start with the first question for them and do not keep the process alive.
 */
export function threadedForecaster(options: ThreadedForecasterOptions): Forecaster {
  const {
    script,
    threads = Math.max(1, availableParallelism() - 1),
    mostBytes = defaultKeptBytes,
    patienceMs = defaultPatienceMs,
  } = options;
  const data: ForecastThreadData = { mostBytes: mostBytes / threads };
  const pool = Array.from({ length: threads }, () => new ForecastThread(script, data, patienceMs));
  const ofKey = (key: string): ForecastThread => pool.at(hashOf(key) % threads) ?? idlest();
  const idlest = (): ForecastThread => pool.reduce((best, each) => (each.load < best.load ? each : best));
  return {
    forecast: (request) =>
      idlest().ask((id) => ({ type: 'forecast', id, request })) as Promise<ForecastOutcome>,
    fit: (key, request) =>
      ofKey(key).ask((id) => ({ type: 'fit', id, key, request })) as Promise<ForecastOutcome>,
    advance: (key, samples, nowMs) =>
      ofKey(key).ask((id) => ({ type: 'advance', id, key, samples, nowMs })) as Promise<Forecast | undefined>,
    forget: (key) => ofKey(key).forget(key),
    close: async () => {
      await Promise.all(pool.map((thread) => thread.close()));
    },
  };
}

type Answer = ForecastOutcome | undefined;

interface Asked {
  readonly done: (answer: Answer) => void;
  readonly failed: (error: Error) => void;
}

class ForecastThread {
  readonly #script: URL;
  readonly #data: ForecastThreadData;
  readonly #patienceMs: number;
  readonly #asked = new Map<number, Asked>();
  #worker: Worker | undefined;
  /** Runs while answers are owed, anew after each. */
  #patience: NodeJS.Timeout | undefined;
  #next = 1;
  #closed = false;

  constructor(script: URL, data: ForecastThreadData, patienceMs: number) {
    this.#script = script;
    this.#data = data;
    this.#patienceMs = patienceMs;
  }

  /** Questions that it has not answered. */
  get load(): number {
    return this.#asked.size;
  }

  ask(question: (id: number) => ForecastQuestion): Promise<Answer> {
    return new Promise((done, failed) => {
      if (this.#closed) throw new Error('the forecaster was closed');
      const id = this.#next++;
      this.#asked.set(id, { done, failed });
      const worker = this.#started();
      // A question under way keeps the process alive, an idle thread does not.
      worker.ref();
      worker.postMessage(question(id));
      if (this.#asked.size === 1) this.#wait();
    });
  }

  forget(key: string): void {
    this.#worker?.postMessage({ type: 'forget', key } satisfies ForecastQuestion);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#end(new Error('the forecaster was closed'));
  }

  async #end(reason: Error): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#failAll(reason);
    await worker?.terminate();
  }

  #wait(): void {
    clearTimeout(this.#patience);
    if (this.#asked.size === 0) return;
    const seconds = this.#patienceMs / 1000;
    this.#patience = setTimeout(() => {
      void this.#end(new Error(`a forecast was not made within ${seconds} s`));
    }, this.#patienceMs);
  }

  #started(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    // A command's standard output is its answer: nothing of a thread may end up there.
    const worker = new Worker(this.#script, { workerData: this.#data, stdout: true });
    const ended = (error: Error): void => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#failAll(error);
    };
    worker.on('message', (answer: ForecastAnswer) => this.#take(answer));
    worker.on('error', ended);
    worker.on('exit', () => ended(new Error('the thread that was fitting has ended')));
    this.#worker = worker;
    return worker;
  }

  #take(answer: ForecastAnswer): void {
    const asked = this.#asked.get(answer.id);
    this.#asked.delete(answer.id);
    this.#wait();
    if (this.#asked.size === 0) this.#worker?.unref();
    if ('answer' in answer) asked?.done(answer.answer);
    else {
      asked?.failed(
        answer.error.isRange ? new RangeError(answer.error.message) : new Error(answer.error.message),
      );
    }
  }

  #failAll(error: Error): void {
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    clearTimeout(this.#patience);
    for (const { failed } of asked) failed(error);
  }
}

/** FNV-1a over UTF-16 units: the same thread for the same key, in every run. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
