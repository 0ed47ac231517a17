import { parentPort } from 'node:worker_threads';

import type { WorkloadReport } from '../../advisor/index.ts';
import type { WorkloadRef } from '../../apis/workload-ref.ts';
import { type ServedMetricNames, SourceError, type SourceErrorDetails } from '../../ports/index.ts';
import type { Result } from '../../units/index.ts';
import type { WhatIfOutcome, WhatIfQuestion, WorkloadSource, WorkloadSourceRequest } from '../adapters.ts';
import { openWorkloads } from './open-workloads.ts';

/** What the server asks of the thread. */
export type ThreadQuestion =
  | { readonly type: 'open'; readonly request: WorkloadSourceRequest }
  | {
      readonly type: 'report';
      readonly id: number;
      readonly namespace: string;
      readonly refs: readonly WorkloadRef[];
    }
  | { readonly type: 'what-if'; readonly id: number; readonly question: WhatIfQuestion }
  | { readonly type: 'served-metrics'; readonly id: number }
  | { readonly type: 'cancel'; readonly id: number };

/** What the thread answers. */
export type ThreadAnswer =
  | {
      readonly type: 'opened';
      readonly description: string;
      readonly defaultNamespace: string;
      readonly isRecorded: boolean;
      /** Of the source's clock; meaningful where it stands still. */
      readonly nowMs: number;
    }
  | { readonly type: 'report'; readonly id: number; readonly report: WorkloadReport }
  | { readonly type: 'done'; readonly id: number }
  | { readonly type: 'what-if'; readonly id: number; readonly outcome: Result<WhatIfOutcome, string> }
  | { readonly type: 'served-metrics'; readonly id: number; readonly names: ServedMetricNames }
  | { readonly type: 'failed'; readonly id?: number; readonly error: ThreadError };

/** An error as it crosses from one thread to the other. */
export type ThreadError = { readonly source: SourceErrorDetails } | { readonly message: string };

/**
 * The body of the thread in which workloads are analyzed: forecasting takes hundreds of milliseconds a workload, in which no key would be
 * answered. Call it in the file that the thread runs.
 */
export function serveAnalysisThread(): void {
  const port = parentPort;
  if (!port) throw new Error('this is no worker thread');
  const running = new Map<number, AbortController>();
  const say = (answer: ThreadAnswer): void => port.postMessage(answer);
  let source: WorkloadSource | undefined;

  const open = async (request: WorkloadSourceRequest): Promise<void> => {
    source = await openWorkloads(request);
    const { description, defaultNamespace, isRecorded, clock } = source;
    say({ type: 'opened', description, defaultNamespace, isRecorded, nowMs: clock.now() });
  };
  /** Runs what can be cancelled under its id; a failure is told. */
  const answer = async (
    id: number,
    work: (from: WorkloadSource, signal: AbortSignal) => Promise<ThreadAnswer>,
  ): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      if (!source) throw new Error('no source is open');
      say(await work(source, controller.signal));
    } catch (error) {
      say({ type: 'failed', id, error: threadError(error) });
    } finally {
      running.delete(id);
    }
  };
  port.on('message', (question: ThreadQuestion) => {
    switch (question.type) {
      case 'open':
        open(question.request).catch((error: unknown) => say({ type: 'failed', error: threadError(error) }));
        break;
      case 'report': {
        const { id, namespace, refs } = question;
        void answer(id, async (from, signal) => {
          await from.report(namespace, refs, (report) => say({ type: 'report', id, report }), signal);
          return { type: 'done', id };
        });
        break;
      }
      case 'what-if': {
        const { id } = question;
        void answer(id, async (from, signal) => {
          return { type: 'what-if', id, outcome: await from.whatIf(question.question, signal) };
        });
        break;
      }
      case 'served-metrics': {
        const { id } = question;
        void answer(id, async (from, signal) => {
          const names = await from.servedMetrics?.(signal);
          return { type: 'served-metrics', id, names: names ?? { custom: [], external: [] } };
        });
        break;
      }
      case 'cancel':
        running.get(question.id)?.abort();
    }
  });
}

function threadError(error: unknown): ThreadError {
  if (error instanceof SourceError) return { source: error.details };
  return { message: error instanceof Error ? error.message : String(error) };
}
