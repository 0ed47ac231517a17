import { asciiChart, unicodeChart } from '@kubectl-autoscale/core/charts';
import {
  cheapestWithinGoal,
  type SimulatedSettings,
  type SimulatedStrategy,
  type SimulationReport,
} from '@kubectl-autoscale/core/simulator';
import {
  formatChange,
  formatFigure,
  formatNumber,
  formatPrice,
  formatShare,
} from '@kubectl-autoscale/core/units';

import { fittedTable } from './fitted-table.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { textTable } from './text-table.ts';

const HEIGHT = 7;
const MAX_WIDTH = 110;
const WIDE_LEGEND =
  'PER MILLION: cost of nodes for a million requests. PENDING: minutes that pods waited for a node, summed. OVER, UNDER: pod hours beyond the fewest that the goal needs, and missing of them. ≥ 10 WAIT: minutes with ten or more requests waiting.';

/** The answer first, then each strategy, the load and the replicas of the best, what the figures rest on. */
export function simulationText(
  report: SimulationReport,
  style: TerminalStyle,
  { wide = false }: { readonly wide?: boolean } = {},
): string {
  const { palette } = style;
  const best = bestOf(report);
  return [
    `${palette.bold(report.service)}   ${formatNumber(report.hours, 3)} h of traffic from ${report.traffic}`,
    '',
    answer(report, best, style),
    '',
    fittedTable(
      [...heading, ...(wide ? wideHeading : [])],
      report.strategies.map((strategy) => [
        ...row(report, strategy, strategy === best, style),
        ...(wide ? wideCells(report, strategy) : []),
      ]),
      style,
      { leastFirst: wide ? [] : ['FORECAST', 'P99', 'FLAPS/D', 'PODS MAX', 'SHORT', 'P95'] },
    ),
    '',
    ...(best ? [charts(best, style), ''] : []),
    ...(report.settings ? [settings(report), ''] : []),
    ...report.assumptions.map((assumption) => palette.dim(assumption)),
    palette.dim(
      'VS FIXED: cost of nodes against the fewest fixed replicas that meet the goal; ✗: more minutes were lost for it, so a saving does not count. Without Cluster Autoscaler nodes are those that the most pods need, all the time. LOST: minutes in which more than 5 % of the requests were slower than the goal. SHORT: how often, and how long (p95), fewer pods ran than the goal needs.',
    ),
    ...(wide ? [palette.dim(WIDE_LEGEND)] : []),
    '',
  ].join('\n');
}

/** The cheapest in nodes of those whose saving counts. */
export function bestOf({ strategies }: SimulationReport): SimulatedStrategy | undefined {
  return strategies
    .filter(({ saved }) => saved.counts)
    .reduce<SimulatedStrategy | undefined>(
      (best, each) => (best === undefined || each.nodeCost < best.nodeCost ? each : best),
      undefined,
    );
}

function answer(
  { currency, goal }: SimulationReport,
  best: SimulatedStrategy | undefined,
  { palette }: TerminalStyle,
): string {
  if (!best || best.saved.nodeShare <= 0) {
    return `No strategy is cheaper without losing more minutes to the goal (p95 ${formatFigure(goal.p95Seconds, 'seconds')}).`;
  }
  const saved = palette.green(formatChange(-best.saved.nodeShare));
  return `${best.title.replace(/^… and /, 'With all steps up to ')}: ${formatPrice(best.nodeCost, currency)} (${saved}), ${minutes(best.lostMinutes)} lost to the goal of p95 ${formatFigure(goal.p95Seconds, 'seconds')}`;
}

const heading = [
  ...['STRATEGY', 'PODS', 'NODES', 'VS FIXED', 'LOST', 'P95', 'P99', 'SHORT', 'FLAPS/D', 'PODS MAX'],
  'FORECAST',
];
/** What else is known of each: what people ask about who have seen the rest. */
const wideHeading = [
  'P50',
  'PER MILLION',
  'NODES MAX',
  'PENDING',
  'POD HOURS',
  'OVER',
  'UNDER',
  '≥ 10 WAIT',
  'FAILED',
];

function row(
  { currency }: SimulationReport,
  strategy: SimulatedStrategy,
  isBest: boolean,
  { palette }: TerminalStyle,
): readonly string[] {
  const { podCost, nodeCost, saved, latencySeconds, scaleUp, forecast } = strategy;
  return [
    isBest ? palette.bold(strategy.title) : strategy.title,
    podCost === undefined ? '' : formatPrice(podCost, currency),
    formatPrice(nodeCost, currency),
    `${formatChange(-saved.nodeShare)}${saved.counts ? '' : ' ✗'}`,
    minutes(strategy.lostMinutes),
    seconds(latencySeconds?.p95),
    seconds(latencySeconds?.p99),
    scaleUp ? `${scaleUp.times}× ≤ ${seconds(scaleUp.p95Seconds)}` : '–',
    formatNumber(strategy.flapsPerDay, 2),
    String(strategy.mostReplicas),
    forecast ? `${formatShare(forecast.accuracy)} right` : '',
  ];
}

function wideCells({ currency }: SimulationReport, strategy: SimulatedStrategy): readonly string[] {
  const { latencySeconds, costPerMillionRequests, nodesMost, nodes, podHours, failed } = strategy;
  const { overProvisionedPodHours, underProvisionedPodHours, crowdedMinutes } = strategy;
  return [
    seconds(latencySeconds?.p50),
    costPerMillionRequests === undefined ? '–' : formatPrice(costPerMillionRequests, currency),
    formatNumber(nodesMost, 3),
    nodes ? minutes(nodes.pendingPodMinutes) : '–',
    formatNumber(podHours, 3),
    formatNumber(overProvisionedPodHours, 3),
    formatNumber(underProvisionedPodHours, 3),
    minutes(crowdedMinutes),
    formatNumber(failed, 3),
  ];
}

function seconds(value: number | undefined): string {
  return value === undefined ? '–' : formatFigure(value, 'seconds');
}

function charts({ title, timeline }: SimulatedStrategy, style: TerminalStyle): string {
  const startMs = Date.parse(timeline.start);
  const timestampsMs = timeline.demand.map((_, i) => startMs + i * timeline.stepSeconds * 1000);
  const options = { width: Math.min(style.columns, MAX_WIDTH), height: HEIGHT, timeZone: style.timeZone };
  const draw = style.unicode ? unicodeChart : asciiChart;
  return [
    draw({ title: 'load', unit: 'req/s', history: { timestampsMs, values: timeline.demand } }, options),
    draw(
      {
        title: `replicas that are ready, ${title}`,
        unit: '',
        history: { timestampsMs, values: timeline.ready },
      },
      options,
    ),
  ].join('\n');
}

function settings({ settings: tried = [], currency }: SimulationReport): string {
  const front = tried.filter(({ onFront }) => onFront);
  const rows = front.map((each) => [
    each.target,
    each.targetShare === undefined ? '' : formatShare(each.targetShare),
    String(each.minReplicas),
    `${each.scaleDownWindowSeconds} s`,
    each.forecast ? 'yes' : 'no',
    formatPrice(each.cost, currency),
    minutes(each.lostMinutes),
  ]);
  const cheapest = cheapestWithinGoal(tried);
  return [
    cheapest
      ? `Cheapest settings of the HPA that meet the goal: ${settingsText(cheapest)}; ${formatPrice(cheapest.cost, currency)} for its pods, ${minutes(cheapest.lostMinutes)} lost.`
      : `None of ${tried.length} settings of the HPA meets the goal.`,
    `${front.length} of ${tried.length} settings of the HPA are worth having (pods only); all others cost more or lose more:`,
    textTable([['TARGET', 'OF CAPACITY', 'MIN', 'DOWN WINDOW', 'FORECAST', 'COST', 'LOST'], ...rows]),
  ].join('\n');
}

/** `cpu 60 %, min 4, down window 60 s, with the forecast`. */
export function settingsText({
  target,
  minReplicas,
  scaleDownWindowSeconds,
  forecast,
}: SimulatedSettings): string {
  return `${target}, min ${minReplicas}, down window ${scaleDownWindowSeconds} s, ${forecast ? 'with' : 'without'} the forecast`;
}

function minutes(value: number): string {
  return `${formatNumber(value, 2)} min`;
}
