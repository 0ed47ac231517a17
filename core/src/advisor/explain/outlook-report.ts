import type {
  DirectionOutlook,
  HpaDecision,
  HpaMetricSpec,
  Measure,
  MetricThreshold,
  ScaleBlocker,
} from '../../hpa/index.ts';
import { isoTime } from '../report-basis.ts';
import type { ExplainedDirection, ExplainedThreshold, HpaExplanation } from './explanation.ts';
import { measureText, metricSubject } from './metric-names.ts';

/** What would have to change for the HPA to scale, in words and figures. */
export function outlookReport(
  { outlook, proposals }: HpaDecision,
  metrics: readonly HpaMetricSpec[],
): HpaExplanation['outlook'] {
  const named = (thresholds: readonly MetricThreshold[]): NamedThreshold[] =>
    thresholds.flatMap((threshold) => {
      const proposal = proposals.find(({ metricIndex }) => metricIndex === threshold.metricIndex);
      const metric = metrics[threshold.metricIndex];
      return proposal?.valid === true && metric !== undefined
        ? [{ threshold, metric, kind: proposal.measure.kind }]
        : [];
    });
  return {
    up: direction(outlook.up, named(outlook.up.thresholds), 'up'),
    down: direction(outlook.down, named(outlook.down.thresholds), 'down'),
  };
}

interface NamedThreshold {
  readonly threshold: MetricThreshold;
  readonly metric: HpaMetricSpec;
  readonly kind: Measure['kind'];
}

function direction(
  { blockers }: DirectionOutlook,
  named: readonly NamedThreshold[],
  way: 'up' | 'down',
): ExplainedDirection {
  return {
    text: textOf(named, blockers, way),
    thresholds: named.map(thresholdReport),
    blockers: blockers.map(({ kind, text, untilMs }) => ({
      kind,
      text,
      ...(untilMs === undefined ? {} : { until: isoTime(untilMs) }),
    })),
  };
}

function textOf(
  named: readonly NamedThreshold[],
  blockers: readonly ScaleBlocker[],
  way: 'up' | 'down',
): string {
  // Against these no value of a metric helps, nor does time.
  const final = blockers.find(({ kind, untilMs }) => untilMs === undefined && kind !== 'metric-failed');
  if (final !== undefined) return `at no value: ${final.text}`;
  if (named.length === 0) return blockers[0]?.text ?? 'at no value of its metrics';
  return named.map((each) => conditionOf(each, way)).join(way === 'up' ? ' or ' : ' and ');
}

/** `cpu at 77 % or more (now 71 %)`. */
function conditionOf({ threshold, metric, kind }: NamedThreshold, way: 'up' | 'down'): string {
  const now = measureText(metric, kind, Number(threshold.current));
  const from = measureText(metric, kind, threshold.threshold);
  const reached = threshold.reached ? ', reached' : '';
  return `${metricSubject(metric)} at ${from} or ${way === 'up' ? 'more' : 'less'} (now ${now}${reached})`;
}

const quantities = {
  'utilization-percent': 'utilization-percent',
  'average-milli': 'average',
  'total-milli': 'total',
} as const;

function thresholdReport({ threshold, metric }: NamedThreshold): ExplainedThreshold {
  const { quantity, current, threshold: value, reached } = threshold;
  const inUnits = (amount: number): number => (quantity === 'utilization-percent' ? amount : amount / 1000);
  return {
    metric: metricSubject(metric),
    quantity: quantities[quantity],
    current: inUnits(Number(current)),
    threshold: inUnits(value),
    reached,
  };
}
