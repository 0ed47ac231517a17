import { parentPort } from 'node:worker_threads';

import type { WorkloadReport } from '../../advisor/index.ts';
import type { WorkloadRef } from '../../apis/workload-ref.ts';
import { SourceError, type SourceErrorDetails } from '../../ports/index.ts';
import type { WorkloadSource, WorkloadSourceRequest } from '../adapters.ts';
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
  const report = async (id: number, namespace: string, refs: readonly WorkloadRef[]): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      await source?.report(
        namespace,
        refs,
        (each) => say({ type: 'report', id, report: each }),
        controller.signal,
      );
      say({ type: 'done', id });
    } catch (error) {
      say({ type: 'failed', id, error: threadError(error) });
    } finally {
      running.delete(id);
    }
  };
  port.on('message', (question: ThreadQuestion) => {
    if (question.type === 'cancel') running.get(question.id)?.abort();
    else if (question.type === 'report') void report(question.id, question.namespace, question.refs);
    else open(question.request).catch((error: unknown) => say({ type: 'failed', error: threadError(error) }));
  });
}

function threadError(error: unknown): ThreadError {
  if (error instanceof SourceError) return { source: error.details };
  return { message: error instanceof Error ? error.message : String(error) };
}
