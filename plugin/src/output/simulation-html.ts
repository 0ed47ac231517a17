import { type Chart, svgChart, svgChartSpan } from '@kubectl-autoscale/core/charts';
import {
  cheapestWithinGoal,
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

import { htmlBar, htmlList, htmlPage, type HtmlRow, htmlTable, text } from './html-page.ts';
import { DECISIONS_STYLE, decisionStrip } from './simulation-decisions-html.ts';
import { bestOf, settingsText } from './simulation-text.ts';

/** A page that needs nothing but itself: the answer, the table, and each strategy's load, replicas, latency and nodes as charts. */
export function simulationHtml(report: SimulationReport): string {
  const best = bestOf(report);
  const dearest = Math.max(...report.strategies.map(({ nodeCost }) => nodeCost));
  const page = `<h1>${text(report.service)}</h1>
<p class="dim">${text(`${formatNumber(report.hours, 3)} h of traffic from ${report.traffic}, beginning ${report.start}, seed ${report.seed}`)}</p>
<p class="answer">${text(answer(report, best))}</p>
<h2>Side by side</h2>
${htmlTable(
  'strategies',
  heads,
  report.strategies.map((each) => row(report, each, { isBest: each === best, dearest })),
)}
<p class="dim">Against fixed: the cost of nodes, against the fewest fixed replicas that meet the goal (p95 ${text(formatFigure(report.goal.p95Seconds, 'seconds'))}); struck where more minutes are lost for it. Minutes are lost when more than 5 % of their requests are slower than the goal.</p>
<details><summary>More figures of each</summary>
${htmlTable(
  'figures',
  detailHeads,
  report.strategies.map((each) => detailRow(report, each)),
)}
<p class="dim">A million requests: their share of the nodes' cost. Short of pods: how often fewer ran than the goal needs, and for how long (p95). Pods pending: minutes that pods waited for a node, summed. Over and under: pod hours beyond the fewest that the goal needs, and missing of them.</p></details>
${settings(report)}
<h2>What happened</h2>
${report.strategies.map((each, i) => strategyCharts(each, i, each === best)).join('\n')}
<h2>What the figures rest on</h2>
${htmlList(report.assumptions)}`;
  return htmlPage(`${report.service}: simulation`, page, DECISIONS_STYLE);
}

const heads = [
  'strategy',
  'nodes',
  '',
  'against fixed',
  'pods',
  'minutes lost',
  'p95',
  'p99',
  'flaps a day',
  'forecast right',
];
const detailHeads = [
  'strategy',
  'a million requests',
  'p50',
  'short of pods',
  'pods pending',
  'pod hours',
  'over',
  'under',
  'most pods',
  'most nodes',
];

function answer({ currency, hours }: SimulationReport, best: SimulatedStrategy | undefined): string {
  if (!best || best.saved.nodeShare <= 0) return 'No strategy is cheaper without losing more minutes.';
  return `${best.title.replace(/^… and /, 'With all steps up to ')}: ${formatPrice(best.nodeCost, currency)} in ${formatNumber(hours, 3)} h, ${formatChange(-best.saved.nodeShare)}, ${formatNumber(best.lostMinutes, 2)} minutes lost`;
}

function row(
  { currency }: SimulationReport,
  strategy: SimulatedStrategy,
  { isBest, dearest }: { readonly isBest: boolean; readonly dearest: number },
): HtmlRow {
  const { saved, latencySeconds, forecast } = strategy;
  const change = text(formatChange(-saved.nodeShare));
  const cells = [
    text(strategy.title),
    text(formatPrice(strategy.nodeCost, currency)),
    htmlBar(strategy.nodeCost, dearest),
    saved.counts ? change : `<s class="no" title="more minutes are lost">${change}</s>`,
    strategy.podCost === undefined ? '' : text(formatPrice(strategy.podCost, currency)),
    text(formatNumber(strategy.lostMinutes, 2)),
    seconds(latencySeconds?.p95),
    seconds(latencySeconds?.p99),
    text(formatNumber(strategy.flapsPerDay, 2)),
    forecast ? text(formatShare(forecast.accuracy)) : '',
  ];
  return { cells, ...(isBest && { kind: 'best' }) };
}

function detailRow({ currency }: SimulationReport, strategy: SimulatedStrategy): HtmlRow {
  const { latencySeconds, scaleUp, nodes, costPerMillionRequests } = strategy;
  const { podHours, overProvisionedPodHours, underProvisionedPodHours, mostReplicas, nodesMost } = strategy;
  return {
    cells: [
      text(strategy.title),
      costPerMillionRequests === undefined ? '–' : text(formatPrice(costPerMillionRequests, currency)),
      seconds(latencySeconds?.p50),
      scaleUp ? `${scaleUp.times}×, ${seconds(scaleUp.p95Seconds)}` : '–',
      nodes ? `${text(formatNumber(nodes.pendingPodMinutes, 3))} min` : '–',
      ...[podHours, overProvisionedPodHours, underProvisionedPodHours, mostReplicas, nodesMost].map((value) =>
        text(formatNumber(value, 3)),
      ),
    ],
  };
}

function seconds(value: number | undefined): string {
  return value === undefined ? '–' : text(formatFigure(value, 'seconds'));
}

function settings({ settings: tried, currency }: SimulationReport): string {
  if (!tried) return '';
  const rows = tried
    .filter(({ onFront }) => onFront)
    .map((each) => [
      each.target,
      each.targetShare === undefined ? '' : formatShare(each.targetShare),
      String(each.minReplicas),
      `${each.scaleDownWindowSeconds} s`,
      each.forecast ? 'yes' : 'no',
      formatPrice(each.cost, currency),
      formatNumber(each.lostMinutes, 2),
    ])
    .map((cells) => ({ cells: cells.map(text) }));
  const cheapest = cheapestWithinGoal(tried);
  const columns = [
    'target',
    'of capacity',
    'minimum',
    'down window',
    'forecast',
    'cost of pods',
    'minutes lost',
  ];
  return `<h2>Settings worth having</h2>
<p>${text(cheapest ? `Cheapest that meets the goal: ${settingsText(cheapest)}` : 'None of them meets the goal.')}</p>
<p class="dim">Of ${tried.length} tried, those that no other one beats in both cost and minutes.</p>
${htmlTable('settings', columns, rows)}`;
}

function strategyCharts(strategy: SimulatedStrategy, index: number, open: boolean): string {
  const { timeline } = strategy;
  const startMs = Date.parse(timeline.start);
  const timestampsMs = timeline.demand.map((_, i) => startMs + i * timeline.stepSeconds * 1000);
  const chart = (title: string, unit: string, values: readonly number[], label = 'simulated'): string =>
    draw(
      { title, unit, history: { timestampsMs, values, label } },
      `s${index}-${title.replaceAll(/\W+/g, '-')}`,
    );
  const span = svgChartSpan({ title: '', unit: '', history: { timestampsMs, values: timeline.ready } }, SIZE);
  return `<details${open ? ' open' : ''}><summary>${text(strategy.title)}</summary>
${chart('requests per second', '', timeline.demand, 'traffic')}
${chart('replicas that are ready', '', timeline.ready)}
${span ? decisionStrip(strategy.decisions, span, `d${index}`) : ''}
${chart('fewest replicas that meet the goal', '', timeline.needed, 'needed')}
${chart(
  'p95',
  'ms',
  timeline.p95Seconds.map((value) => value * 1000),
)}
${timeline.nodes ? chart('nodes', '', timeline.nodes) : ''}</details>`;
}

const SIZE = { width: 960, height: 190 };

function draw(chart: Chart, id: string): string {
  return svgChart(chart, { ...SIZE, timeZone: 'UTC', id });
}
