import { Worker } from 'node:worker_threads';

import type { WorkloadReport } from '../../advisor/index.ts';
import { type ServedMetricNames, SourceError } from '../../ports/index.ts';
import type { Result } from '../../units/index.ts';
import type { WhatIfOutcome, WhatIfQuestion, WorkloadSource, WorkloadSourceRequest } from '../adapters.ts';
import type { ThreadAnswer, ThreadError, ThreadQuestion } from './analysis-thread.ts';

interface Asked {
  readonly onReport: (report: WorkloadReport) => void;
  readonly done: (answer: ThreadAnswer) => void;
  readonly failed: (error: Error) => void;
}

/** The source that the settings name, opened and asked in a thread of its own, which `script` runs. Throws `SourceError`. */
export async function openThreadedWorkloads(
  script: URL,
  request: WorkloadSourceRequest,
): Promise<WorkloadSource> {
  // Standard output is the connection to the editor: nothing of the thread may end up there.
  const worker = new Worker(script, { stdout: true, stderr: true });
  worker.unref();
  const thread = new AnalysisThread(worker);
  try {
    const { description, defaultNamespace, isRecorded, nowMs } = await thread.open(request);
    return {
      description,
      defaultNamespace,
      isRecorded,
      clock: { now: () => (isRecorded ? nowMs : Date.now()) },
      report: (namespace, refs, onReport, signal) => thread.report({ namespace, refs }, onReport, signal),
      whatIf: (question, signal) => thread.whatIf(question, signal),
      ...(isRecorded ? {} : { servedMetrics: (signal: AbortSignal) => thread.servedMetrics(signal) }),
      close: () => void worker.terminate(),
    };
  } catch (error) {
    void worker.terminate();
    throw error;
  }
}

class AnalysisThread {
  readonly #worker: Worker;
  readonly #asked = new Map<number, Asked>();
  #opening: { readonly done: (answer: Opened) => void; readonly failed: (error: Error) => void } | undefined;
  #next = 1;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (answer: ThreadAnswer) => this.#take(answer));
    worker.on('error', (error) => this.#failAll(error));
    worker.on('exit', () => this.#failAll(new Error('the analysis thread has ended')));
  }

  open(request: WorkloadSourceRequest): Promise<Opened> {
    return new Promise((done, failed) => {
      this.#opening = { done, failed };
      this.#say({ type: 'open', request });
    });
  }

  async report(
    question: Pick<ThreadQuestion & { readonly type: 'report' }, 'namespace' | 'refs'>,
    onReport: (report: WorkloadReport) => void,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#ask((id) => ({ type: 'report', id, ...question }), onReport, signal);
  }

  async whatIf(question: WhatIfQuestion, signal: AbortSignal): Promise<Result<WhatIfOutcome, string>> {
    const answer = await this.#ask(
      (id) => ({ type: 'what-if', id, question }),
      () => undefined,
      signal,
    );
    if (answer.type !== 'what-if') throw new Error(`the analysis thread answered ${answer.type}`);
    return answer.outcome;
  }

  async servedMetrics(signal: AbortSignal): Promise<ServedMetricNames> {
    const answer = await this.#ask(
      (id) => ({ type: 'served-metrics', id }),
      () => undefined,
      signal,
    );
    if (answer.type !== 'served-metrics') throw new Error(`the analysis thread answered ${answer.type}`);
    return answer.names;
  }

  async #ask(
    question: (id: number) => ThreadQuestion,
    onReport: (report: WorkloadReport) => void,
    signal: AbortSignal,
  ): Promise<ThreadAnswer> {
    const id = this.#next++;
    const cancel = (): void => this.#say({ type: 'cancel', id });
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise<ThreadAnswer>((done, failed) => {
        this.#asked.set(id, { onReport, done, failed });
        this.#say(question(id));
        if (signal.aborted) cancel();
      });
    } finally {
      this.#asked.delete(id);
      signal.removeEventListener('abort', cancel);
    }
  }

  #say(question: ThreadQuestion): void {
    this.#worker.postMessage(question);
  }

  #take(answer: ThreadAnswer): void {
    switch (answer.type) {
      case 'opened':
        this.#opening?.done(answer);
        break;
      case 'report':
        this.#asked.get(answer.id)?.onReport(answer.report);
        break;
      case 'done':
      case 'what-if':
      case 'served-metrics':
        this.#asked.get(answer.id)?.done(answer);
        break;
      case 'failed':
        this.#askedBy(answer.id)?.failed(errorOf(answer.error));
    }
  }

  /** Without an id it was about opening. */
  #askedBy(id: number | undefined): Pick<Asked, 'failed'> | undefined {
    return id === undefined ? this.#opening : this.#asked.get(id);
  }

  #failAll(error: Error): void {
    this.#opening?.failed(error);
    for (const { failed } of this.#asked.values()) failed(error);
  }
}

type Opened = ThreadAnswer & { readonly type: 'opened' };

function errorOf(error: ThreadError): Error {
  return 'source' in error ? new SourceError(error.source) : new Error(error.message);
}
