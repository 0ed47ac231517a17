import type { HpaDecision } from '../../hpa/index.ts';
import type { HpaHistories } from './hpa-histories.ts';
import type { ObservedMoment } from './hpa-moments.ts';

/** No metric is known to us, which says nothing of what the controller knows. */
export function isUntold(
  histories: HpaHistories | undefined,
  { observedIn }: ObservedMoment,
  { proposals }: HpaDecision,
): boolean {
  return (
    histories === undefined &&
    proposals.length > 0 &&
    proposals.every(({ valid, metricIndex }) => !valid && observedIn[metricIndex] === 'history')
  );
}
