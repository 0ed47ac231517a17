import type { ReportMoney, WorkloadReport } from '../../advisor/index.ts';
import type { HpaView } from '../../apis/hpa.ts';
import type { WhatIf, WhatIfRun } from '../../simulator/index.ts';
import { formatDuration, formatFigure, formatNumber } from '../../units/index.ts';
import type { AnnotationContext } from '../annotation-context.ts';
import { newestDatum } from '../code-lenses.ts';
import { ageText, basisText, changePerPeriod, hourlyRange, moneyRange } from '../figures.ts';
import { forecastNote } from '../hover.ts';
import { element, table, text } from './html-element.ts';
import { targetsOf } from './settings.ts';
import type { WhatIfShown } from './shown.ts';
import { demandFigure, hourlyTable, replicasFigure } from './what-if-charts.ts';

export type ResultsContext = Pick<AnnotationContext, 'period' | 'timeZone' | 'nowMs' | 'staleAfterMs'>;

/** The answer in a sentence, both settings side by side, the charts, their figures by the hour, and what all of it rests on. */
export function resultsHtml(shown: WhatIfShown, context: ResultsContext): string {
  return [
    element('p', { class: 'answer' }, text(answer(shown, context))),
    element('div', { class: 'scroll' }, comparison(shown, context)),
    demandFigure(shown, context.timeZone),
    replicasFigure(shown, context.timeZone),
    element(
      'details',
      { 'data-part': 'hours' },
      element('summary', {}, 'The charts as a table, by the hour'),
      element('div', { class: 'scroll' }, hourlyTable(shown, context.timeZone)),
    ),
    element(
      'details',
      { 'data-part': 'basis' },
      element('summary', {}, 'What the figures rest on'),
      element('ul', {}, ...basis(shown, context).map((line) => element('li', {}, text(line)))),
    ),
  ].join('');
}

/** The answer for the ear: what a screen reader is told when a simulation is done. */
export function answer({ whatIf, report }: WhatIfShown, { period }: Pick<ResultsContext, 'period'>): string {
  const { asItIs, changed, goalP95Seconds, lostMinutesAllowed } = whatIf;
  const goal = `the goal (p95 within ${formatFigure(goalP95Seconds, 'seconds')}) allows ${minutes(lostMinutesAllowed)}`;
  const [before, after] = [asItIs, changed].map((run) => formatNumber(meanReplicas(run), 3));
  const [lostBefore, lostAfter] = [asItIs, changed].map((run) => minutes(run.scorecard.lostMinutes));
  if (changed === asItIs) {
    const cost = costText(report, asItIs, period);
    const priced = cost === undefined ? '' : `, ${cost}`;
    return `As it is: ${before} replicas on average${priced}, ${lostBefore} lost; ${goal}.`;
  }
  const [from, to] = [asItIs, changed].map((run) => costOf(report, run));
  const change = from && to ? changePerPeriod(from, to, period) : undefined;
  const money = change ? `${change.verb} ${change.amount}` : 'changes the cost by little';
  const priced = from && to ? `${money}: ` : '';
  return `With these settings: ${priced}${after} replicas on average instead of ${before}, ${lostAfter} lost instead of ${lostBefore}; ${goal}.`;
}

function comparison(shown: WhatIfShown, context: ResultsContext): string {
  const { whatIf, report, view, settings } = shown;
  const runs = [whatIf.asItIs, whatIf.changed];
  const row = (name: string, cell: (run: WhatIfRun) => string): readonly string[] => [
    text(name),
    ...runs.map((run) => text(cell(run))),
  ];
  const { goalP95Seconds } = whatIf;
  const p95 = (run: WhatIfRun): string => {
    const seconds = run.scorecard.latencySeconds?.p95;
    return seconds === undefined ? '–' : formatFigure(seconds, 'seconds');
  };
  const written = Object.fromEntries(targetsOf(view).map(({ metric, value }) => [metric, value]));
  return table(
    `${span(whatIf)}, simulated`,
    ['', 'as it is', 'with these settings'],
    [
      [
        text('settings'),
        text(settingsText(view, view.minReplicas, view.maxReplicas ?? view.minReplicas, written)),
        text(settingsText(view, settings.minReplicas, settings.maxReplicas, settings.targets)),
      ],
      row('replicas, on average', (run) => formatNumber(meanReplicas(run), 3)),
      row('replicas, at most', ({ scorecard }) => String(scorecard.mostReplicas)),
      ...(report.cost?.perReplica
        ? [row('cost', (run) => costText(report, run, context.period) ?? '–')]
        : []),
      row(`minutes lost (p95 above ${formatFigure(goalP95Seconds, 'seconds')})`, ({ scorecard }) =>
        formatNumber(scorecard.lostMinutes, 3),
      ),
      row('p95 of all requests', p95),
      row('changes of replicas', ({ scorecard }) => String(scorecard.changes)),
    ],
  );
}

/** `2–16, cpu 60 %`. */
function settingsText(
  view: HpaView,
  minReplicas: number,
  maxReplicas: number,
  targets: Readonly<Record<string, number>>,
): string {
  const each = targetsOf(view).map(({ metric, field, value }) => {
    const target = formatNumber(targets[metric] ?? value, 4);
    return `${metric} ${target}${field === 'averageUtilization' ? ' %' : ''}`;
  });
  return [`${minReplicas}–${maxReplicas}`, ...each].join(', ');
}

/** `The last 24 h and the forecast of the next 1 h`. */
function span({ startMs, measuredUntilMs, endMs }: WhatIf): string {
  const past = `The last ${formatNumber((measuredUntilMs - startMs) / 3_600_000, 2)} h`;
  return endMs > measuredUntilMs
    ? `${past} and the forecast of the next ${formatDuration(endMs - measuredUntilMs)}`
    : past;
}

function meanReplicas({ scorecard }: WhatIfRun): number {
  return scorecard.podHours / scorecard.hours;
}

function costText(
  report: WorkloadReport,
  run: WhatIfRun,
  period: AnnotationContext['period'],
): string | undefined {
  const cost = costOf(report, run);
  return cost && moneyRange(hourlyRange(cost), cost.currency, period);
}

/** What a replica costs now, as everywhere in the editor, times the replicas of the simulation. */
function costOf({ cost }: WorkloadReport, run: WhatIfRun): ReportMoney | undefined {
  const each = cost?.perReplica;
  if (!each) return undefined;
  const times = meanReplicas(run);
  return {
    currency: each.currency,
    perHour: each.perHour * times,
    perMonth: each.perMonth * times,
    rangePerHour: hourlyRange(each, times),
  };
}

function minutes(value: number): string {
  return `${formatNumber(value, 3)} minute${value === 1 ? '' : 's'}`;
}

function basis({ whatIf, report }: WhatIfShown, context: ResultsContext): readonly string[] {
  const { timeZone, nowMs, staleAfterMs } = context;
  const requests = report.metrics.find(({ name }) => name === 'requests');
  const age = ageText(newestDatum(report), nowMs, staleAfterMs);
  const replicas = measuredReplicas(report, whatIf);
  const { forecast, noForecast, cost } = report;
  return [
    ...(requests ? [`Requests: ${basisText(requests.basis, timeZone)}${age ? `, ${age}` : ''}.`] : []),
    ...(forecast ? [forecastNote(forecast)] : []),
    ...(noForecast ? [noForecast.note] : []),
    ...(replicas === undefined
      ? []
      : [
          `Measured in the same time: ${formatNumber(replicas, 3)} replicas on average, as the cluster's HPA was then.`,
        ]),
    ...(cost?.perReplica
      ? [
          `Cost: the simulation's replicas at what one costs now (${basisText({ ...cost.basis, method: '' }, timeZone)}).`,
        ]
      : ['Cost: no price of a replica is known.']),
    ...whatIf.assumptions.map((line) => `Assumed: ${line}.`),
  ];
}

/** The mean of what was measured since the simulation's start. */
function measuredReplicas({ metrics }: WorkloadReport, { startMs }: WhatIf): number | undefined {
  const history = metrics.find(({ name }) => name === 'replicas')?.history;
  if (!history) return undefined;
  const first = Date.parse(history.start);
  const known = history.values.filter(
    (value, i): value is number => value !== null && first + i * history.stepSeconds * 1000 >= startMs,
  );
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}
