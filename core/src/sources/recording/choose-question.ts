import type { TimeRange } from '../../ports/metrics-source.ts';
import type { RecordedQuestion } from './recording-format.ts';

/**
 * The recorded question that answers a new one about the same metric best: one on the same grid first, then the one that
 * holds most of the stretch, then the one with the finest step. One moment is a stretch whose ends are equal. `undefined`
 * where no question touches the stretch at all.
 */
export function chooseQuestion(
  questions: readonly RecordedQuestion[],
  asked: TimeRange,
): RecordedQuestion | undefined {
  const [best] = questions
    .map((question) => ({ question, shared: sharedMs(question, asked), onGrid: onItsGrid(question, asked) }))
    .filter(({ shared }) => shared >= 0)
    .sort(
      (left, right) =>
        Number(right.onGrid) - Number(left.onGrid) ||
        right.shared - left.shared ||
        left.question.stepMs - right.question.stepMs,
    );
  return best?.question;
}

/** Length of the stretch that both have, negative without any. A sample counts until the next one is due. */
function sharedMs({ startMs, endMs, stepMs }: RecordedQuestion, asked: TimeRange): number {
  const lastMs = endMs + Math.max(stepMs - 1, 0);
  return Math.min(lastMs, asked.endMs) - Math.max(startMs, asked.startMs);
}

function onItsGrid({ startMs, endMs, stepMs }: RecordedQuestion, asked: TimeRange): boolean {
  const sameStep = asked.startMs === asked.endMs ? startMs === endMs : stepMs === asked.stepMs;
  const inside = asked.startMs >= startMs && asked.endMs <= endMs;
  return sameStep && inside && (asked.startMs - startMs) % Math.max(stepMs, 1) === 0;
}
