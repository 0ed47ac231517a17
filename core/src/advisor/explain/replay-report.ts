import type { HpaDecision } from '../../hpa/index.ts';
import { isoTime } from '../report-basis.ts';
import type { HpaReplay, ReplayedStretch } from './explanation.ts';
import type { HpaHistories } from './hpa-histories.ts';
import type { ReplayedDecision } from './replay-hpa.ts';

const MINUTE = 60_000;

/** The decisions of a stretch of time, those that are alike taken together. */
export function replayReport(
  decisions: readonly ReplayedDecision[],
  histories: HpaHistories,
): HpaReplay | undefined {
  const { source, stepMs } = histories;
  const [first] = decisions;
  const last = decisions.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const changeMs = shortestChangeMs(histories);
  return {
    from: isoTime(first.atMs),
    to: isoTime(last.atMs),
    stepSeconds: stepMs / 1000,
    ...(changeMs === undefined ? {} : { changeSeconds: changeMs / 1000 }),
    decisions: decisions.length,
    followed: decisions.filter((each, index) => wasFollowed(each, decisions.slice(index), stepMs)).length,
    stretches: stretchesOf(decisions),
    basis: {
      source,
      asOf: isoTime(last.atMs),
      windowSeconds: Math.round((last.atMs - first.atMs) / 1000),
      method: `a decision every ${stepMs / 1000} s on the replicas that ran`,
    },
  };
}

/** What was asked for ran then, or within the minute that a sync and a scrape take. */
function wasFollowed(
  { atMs, decision }: ReplayedDecision,
  later: readonly ReplayedDecision[],
  stepMs: number,
): boolean {
  const until = atMs + Math.max(MINUTE, stepMs);
  for (const each of later) {
    if (each.atMs > until) return false;
    if (each.decision.currentReplicas === decision.desiredReplicas) return true;
  }
  return false;
}

/**
 * The shortest time between two changes of a value, which tells how far apart the samples are: a range query repeats the last
 * sample at each of its steps. `undefined` where no value changes twice.
 */
export function shortestChangeMs({ cpu, memory, hpaMetrics, replicas }: HpaHistories): number | undefined {
  const histories = [cpu, memory, ...hpaMetrics.values(), ...(replicas === undefined ? [] : [replicas])];
  let shortest = Infinity;
  for (const { timestampsMs, values } of histories.flatMap(({ series }) => series)) {
    let changedMs: number | undefined;
    for (const [index, timestampMs] of timestampsMs.entries()) {
      if (index === 0 || values[index] === values[index - 1]) continue;
      if (changedMs !== undefined) shortest = Math.min(shortest, timestampMs - changedMs);
      changedMs = timestampMs;
    }
  }
  return shortest === Infinity ? undefined : shortest;
}

/** Alike are decisions on the same counts by the same rule; where the metrics give no count, also for the same reason. */
function stretchesOf(decisions: readonly ReplayedDecision[]): ReplayedStretch[] {
  const stretches: ReplayedStretch[] = [];
  for (const { atMs, decision } of decisions) {
    const { rule, text } = lastWord(decision);
    const { currentReplicas: replicas, desiredReplicas, metricReplicas } = decision;
    const last = stretches.at(-1);
    if (
      last?.replicas === replicas &&
      last.desiredReplicas === desiredReplicas &&
      last.metricReplicas === metricReplicas &&
      last.rule === rule &&
      (metricReplicas !== undefined || last.text === text)
    ) {
      last.to = isoTime(atMs);
      continue;
    }
    stretches.push({
      from: isoTime(atMs),
      to: isoTime(atMs),
      replicas,
      ...(metricReplicas === undefined ? {} : { metricReplicas }),
      desiredReplicas,
      rule,
      text,
    });
  }
  return stretches;
}

/** What held the count back or brought it about: a limit, a stabilization, the metric itself. */
export function lastWord(decision: HpaDecision): { readonly rule: string; readonly text: string } {
  const { reasons, metricReplicas, stabilizedReplicas, desiredReplicas, decidingMetric } = decision;
  const find = (matches: (rule: string) => boolean) => reasons.findLast(({ rule }) => matches(rule));
  if (metricReplicas !== undefined && stabilizedReplicas !== undefined) {
    if (desiredReplicas !== stabilizedReplicas) return reasons.at(-1) ?? nothing;
    if (stabilizedReplicas !== metricReplicas) {
      return find((rule) => rule === 'ScaleDownStabilized' || rule === 'ScaleUpStabilized') ?? nothing;
    }
    const proposal = decision.proposals.find(({ metricIndex }) => metricIndex === decidingMetric);
    const words = proposal?.valid === true ? proposal.reasons() : [];
    const usage = words[0];
    const outcome = words.at(-1);
    return outcome === undefined ? nothing : { rule: outcome.rule, text: usage?.text ?? outcome.text };
  }
  return reasons.at(-1) ?? nothing;
}

const nothing = { rule: 'hpa/none', text: '' };
