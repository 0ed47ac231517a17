import type { HpaDecision } from '../../hpa/index.ts';
import { lastWord } from './replay-report.ts';

/** The decision in one sentence, without a period at its end. */
export function explanationAnswer(decision: HpaDecision): string {
  const { currentReplicas, desiredReplicas, metricReplicas, error, conditions } = decision;
  const { text } = lastWord(decision);
  const because = text.replace(/\.$/, '');
  if (metricReplicas === undefined && error !== undefined) {
    const inTheWay = conditions.find(({ status }) => status === 'False');
    const reason = inTheWay === undefined ? '' : ` (${inTheWay.reason})`;
    return `stays at ${currentReplicas} because it cannot act${reason}: ${lowerFirst(because)}`;
  }
  if (currentReplicas !== desiredReplicas) {
    const asked =
      metricReplicas === undefined || metricReplicas === desiredReplicas
        ? ''
        : ` (the metrics ask for ${metricReplicas})`;
    return `goes from ${currentReplicas} to ${desiredReplicas}${asked}: ${lowerFirst(because)}`;
  }
  if (metricReplicas === undefined || metricReplicas === desiredReplicas) {
    return `stays at ${desiredReplicas}: ${lowerFirst(because)}`;
  }
  return `stays at ${desiredReplicas} though the metrics ask for ${metricReplicas}: ${lowerFirst(because)}`;
}

/** Reasons begin sentences, and some with the name of a metric, which has no capital. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
