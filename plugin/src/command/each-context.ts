import type { OfContext, UnavailableContext } from '@kubectl-autoscale/core/advisor';
import { SourceError } from '@kubectl-autoscale/core/ports';

import { EXIT_CODES } from './exit-codes.ts';
import { printFailure } from './print-failure.ts';

/** What several contexts gave, in the order in which they were named. */
export interface ContextAnswers<Report> {
  readonly answers: readonly OfContext<Report>[];
  readonly unavailable: readonly UnavailableContext[];
}

/** Asks each context at once. One that is away is said and left out of the answers; all others are there. */
export async function eachContext<Report>(
  contexts: readonly string[],
  ask: (context: string) => Promise<Report>,
): Promise<ContextAnswers<Report>> {
  const outcomes = await Promise.allSettled(contexts.map(ask));
  const answers: OfContext<Report>[] = [];
  const unavailable: UnavailableContext[] = [];
  outcomes.forEach((outcome, index) => {
    const context = contexts[index] ?? '';
    if (outcome.status === 'fulfilled') {
      answers.push({ context, report: outcome.value });
      return;
    }
    const { reason } = outcome as { readonly reason: unknown };
    if (!(reason instanceof SourceError) || reason.code === 'cancelled') throw reason;
    printFailure(reason);
    unavailable.push({ context, message: reason.message });
  });
  return { answers, unavailable };
}

/** 3 where a context could not be asked. */
export function exitCodeOf({ unavailable }: ContextAnswers<unknown>): number {
  return unavailable.length === 0 ? EXIT_CODES.ok : EXIT_CODES.source;
}
