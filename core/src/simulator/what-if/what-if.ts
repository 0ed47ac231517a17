import type { WorkloadReport } from '../../advisor/workload-report.ts';
import type { NodeView } from '../../apis/node.ts';
import type { PodTemplateView } from '../../apis/pod-template.ts';
import type { PriceBook } from '../../cost/index.ts';
import type { HpaSpec } from '../../hpa/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import type { Scorecard } from '../outcome/scorecard.ts';
import { type HpaChanges, metricName } from '../own-hpa/hpa-changes.ts';
import { requestAssumption } from '../report/report-of.ts';
import { serviceCaseOfWorkload } from '../report/service-case-of-workload.ts';
import { simulate } from '../simulate.ts';
import { lostMinutesAllowed } from '../strategies/compare.ts';
import type { ServiceCase } from '../strategies/service-case.ts';
import { strategyScenario } from '../strategies/strategy.ts';
import { traceEndMs } from '../traffic/demand-trace.ts';
import { withForecastAhead } from './ahead-of-trace.ts';

/** A workload as it was measured, with the HPA that its manifest has. */
export interface MeasuredHpa {
  readonly report: WorkloadReport;
  readonly template: PodTemplateView;
  readonly nodes: readonly NodeView[];
  readonly prices: PriceBook;
  readonly spec: HpaSpec;
}

/** An HPA over the last day and the forecast behind it. Plain data; times are epoch milliseconds. */
export interface WhatIf {
  readonly startMs: number;
  /** Where what was measured ends and the forecast begins; the end where nothing is forecast. */
  readonly measuredUntilMs: number;
  readonly endMs: number;
  readonly goalP95Seconds: number;
  /** Minutes that may be lost within the goal. */
  readonly lostMinutesAllowed: number;
  readonly asItIs: WhatIfRun;
  /** The same object as `asItIs` where nothing is to be otherwise. */
  readonly changed: WhatIfRun;
  /** The HPA's metrics that the simulator has; the others are left out of both runs, and `assumptions` says so. */
  readonly simulatedMetrics: readonly string[];
  /** What the figures rest on, one sentence each. */
  readonly assumptions: readonly string[];
}

export interface WhatIfRun {
  readonly scorecard: Scorecard;
  /** By the minute: what arrived, and the replicas that the HPA wanted. */
  readonly atMs: readonly number[];
  readonly demand: readonly number[];
  readonly replicas: readonly number[];
}

const CHOICES = { targetShare: 0.6, days: 1, seed: 1, interruptionsPerHour: 0 };

/**
 * Runs the last day of a workload's requests, and what is forecast of them, against its HPA and against the HPA with changes. Arrivals and starts of pods
 * are the same in both. The error says in one sentence why it cannot be done.
 *
 * @param asItIs the run of the HPA without changes where it was made before; it depends on `measured` alone.
 */
export function simulateWhatIf(
  measured: MeasuredHpa,
  changes: HpaChanges | undefined,
  asItIs?: WhatIfRun,
): Result<WhatIf, string> {
  const { report, spec } = measured;
  const name = `${report.workload.namespace}/${report.workload.name}`;
  if (!report.metrics.some((metric) => metric.name === 'requests' && metric.current !== undefined)) {
    return fail(`no requests per second were measured for ${name}, and a simulation runs on them`);
  }
  const made = serviceCaseOfWorkload(measured, {
    ...CHOICES,
    hpa: { spec, signals: {}, changes: { text: '', of: changes ?? { targets: {} } } },
  });
  if (!made.ok) return fail(withoutFlags(made.error));
  const { of: past, assumptions } = made.value;
  const demand = withForecastAhead(past.demand, report.forecast);
  const of: ServiceCase = { ...past, demand, endMs: traceEndMs(demand) };
  const before = asItIs ?? run(of, 'own-hpa');
  return ok({
    startMs: of.startMs,
    measuredUntilMs: past.endMs,
    endMs: of.endMs,
    goalP95Seconds: of.goalP95Seconds,
    lostMinutesAllowed: lostMinutesAllowed(of),
    asItIs: before,
    changed: changes ? run(of, 'what-if') : before,
    simulatedMetrics: (of.ownHpa?.spec.metrics ?? []).map(metricName),
    assumptions: [
      ...assumptions.map(withoutFlags),
      requestAssumption(of),
      `a pod finds room at once and is Ready ${(of.start.imagePullMs + of.start.startUpMs) / 1000} s later`,
      `the HPA sees what was scraped and decides every 15 s; both runs have the same arrivals`,
    ],
  });
}

function run(of: ServiceCase, id: 'own-hpa' | 'what-if'): WhatIfRun {
  const { scorecard, timeline } = simulate(strategyScenario(id, of)).workloads[0]!;
  const { atMs, demand, wanted } = timeline;
  return { scorecard, atMs, demand, replicas: wanted };
}

/** What is assumed is said with the flag of the command line that says otherwise; here there are no flags. */
function withoutFlags(sentence: string): string {
  return sentence.replace(/; --[a-z].*$/, '');
}
