import { type Chart, svgChart } from '@kubectl-autoscale/core/charts';
import type { SimulatedStrategy, SimulationReport } from '@kubectl-autoscale/core/simulator';
import {
  formatChange,
  formatFigure,
  formatNumber,
  formatPrice,
  formatShare,
} from '@kubectl-autoscale/core/units';

import { bestOf } from './simulation-text.ts';

const STYLE = `
:root{color-scheme:light dark;--chart-history:light-dark(#3569c4,#8ab4f8);--chart-forecast:light-dark(#c2410c,#fb923c)}
body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:70rem;padding:1rem;background:light-dark(#fff,#181818);color:light-dark(#1f1f1f,#ddd)}
h1{font-size:1.4rem;margin:.2em 0}h2{font-size:1.1rem;margin:1.6em 0 .4em}
.answer{font-size:1.15rem;padding:.6rem .8rem;border-left:4px solid light-dark(#3569c4,#8ab4f8);background:light-dark(#f3f6fc,#22262e)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.35rem .6rem;text-align:right;border-bottom:1px solid light-dark(#ddd,#333);white-space:nowrap}
th:first-child,td:first-child{text-align:left;white-space:normal;min-width:9rem}tr.best td{font-weight:600}
.bar{display:inline-block;height:.7em;background:var(--chart-history);vertical-align:baseline;border-radius:2px}
.no{color:light-dark(#b00020,#ff8a80)}details{border:1px solid light-dark(#ddd,#333);border-radius:6px;margin:.5rem 0;padding:.2rem .8rem}
summary{cursor:pointer;padding:.4rem 0}summary:focus-visible{outline:2px solid var(--chart-forecast)}
svg.chart{width:100%;height:auto;max-width:66rem}ul{padding-left:1.2rem}.dim{opacity:.75}`;

/** A page that needs nothing but itself: the answer, the table, and each strategy's load, replicas, latency and nodes as charts. */
export function simulationHtml(report: SimulationReport): string {
  const best = bestOf(report);
  const dearest = Math.max(...report.strategies.map(({ nodeCost }) => nodeCost));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(report.service)}: simulation</title><style>${STYLE}</style></head><body><main>
<h1>${text(report.service)}</h1>
<p class="dim">${text(`${formatNumber(report.hours, 3)} h of traffic from ${report.traffic}, beginning ${report.start}, seed ${report.seed}`)}</p>
<p class="answer">${text(answer(report, best))}</p>
<h2>Side by side</h2>
<div class="scroll" tabindex="0" role="region" aria-label="strategies"><table>
<thead><tr><th scope="col">strategy</th><th scope="col">nodes</th><th scope="col"></th><th scope="col">against fixed</th><th scope="col">pods</th><th scope="col">minutes lost</th><th scope="col">p95</th><th scope="col">p99</th><th scope="col">flaps a day</th><th scope="col">most pods</th><th scope="col">forecast right</th></tr></thead>
<tbody>${report.strategies.map((each) => row(report, each, { isBest: each === best, dearest })).join('\n')}</tbody></table></div>
<p class="dim">Against fixed: the cost of nodes, against the fewest fixed replicas that meet the goal (p95 ${text(formatFigure(report.goal.p95Seconds, 'seconds'))}); struck where more minutes are lost for it. Minutes are lost when more than 5 % of their requests are slower than the goal.</p>
${settings(report)}
<h2>What happened</h2>
${report.strategies.map((each, i) => strategyCharts(each, i, each === best)).join('\n')}
<h2>What the figures rest on</h2>
<ul>${report.assumptions.map((each) => `<li>${text(each)}</li>`).join('')}</ul>
</main></body></html>
`;
}

function answer({ currency, hours }: SimulationReport, best: SimulatedStrategy | undefined): string {
  if (!best || best.saved.nodeShare <= 0) return 'No strategy is cheaper without losing more minutes.';
  return `${best.title.replace(/^… and /, 'With all steps up to ')}: ${formatPrice(best.nodeCost, currency)} in ${formatNumber(hours, 3)} h, ${formatChange(-best.saved.nodeShare)}, ${formatNumber(best.lostMinutes, 2)} minutes lost`;
}

function row(
  { currency }: SimulationReport,
  strategy: SimulatedStrategy,
  { isBest, dearest }: { readonly isBest: boolean; readonly dearest: number },
): string {
  const { saved, latencySeconds, forecast } = strategy;
  const change = text(formatChange(-saved.nodeShare));
  const seconds = (value: number | undefined): string =>
    value === undefined ? '–' : text(formatFigure(value, 'seconds'));
  const cells = [
    text(strategy.title),
    text(formatPrice(strategy.nodeCost, currency)),
    `<span class="bar" style="width:${((6 * strategy.nodeCost) / Math.max(dearest, 1e-9)).toFixed(2)}rem"></span>`,
    saved.counts ? change : `<s class="no" title="more minutes are lost">${change}</s>`,
    strategy.podCost === undefined ? '' : text(formatPrice(strategy.podCost, currency)),
    text(formatNumber(strategy.lostMinutes, 2)),
    seconds(latencySeconds?.p95),
    seconds(latencySeconds?.p99),
    text(formatNumber(strategy.flapsPerDay, 2)),
    String(strategy.mostReplicas),
    forecast ? text(formatShare(forecast.accuracy)) : '',
  ];
  return `<tr${isBest ? ' class="best"' : ''}>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function settings({ settings: tried, currency }: SimulationReport): string {
  if (!tried) return '';
  const rows = tried
    .filter(({ onFront }) => onFront)
    .map((each) => [
      `${Math.round(each.targetShare * 100)} %`,
      String(each.minReplicas),
      `${each.scaleDownWindowSeconds} s`,
      each.forecast ? 'yes' : 'no',
      formatPrice(each.cost, currency),
      formatNumber(each.lostMinutes, 2),
    ])
    .map((cells) => `<tr>${cells.map((cell) => `<td>${text(cell)}</td>`).join('')}</tr>`);
  const heads = ['target', 'minimum', 'down window', 'forecast', 'cost of pods', 'minutes lost'];
  return `<h2>Settings worth having</h2><p class="dim">Of ${tried.length} tried, those that no other one beats in both cost and minutes.</p>
<div class="scroll" tabindex="0" role="region" aria-label="settings"><table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function strategyCharts(strategy: SimulatedStrategy, index: number, open: boolean): string {
  const { timeline } = strategy;
  const startMs = Date.parse(timeline.start);
  const timestampsMs = timeline.demand.map((_, i) => startMs + i * timeline.stepSeconds * 1000);
  const chart = (title: string, unit: string, values: readonly number[]): string =>
    draw({ title, unit, history: { timestampsMs, values } }, `s${index}-${title.replaceAll(/\W+/g, '-')}`);
  return `<details${open ? ' open' : ''}><summary>${text(strategy.title)}</summary>
${chart('requests per second', '', timeline.demand)}
${chart('replicas that are ready', '', timeline.ready)}
${chart('fewest replicas that meet the goal', '', timeline.needed)}
${chart(
  'p95',
  'ms',
  timeline.p95Seconds.map((value) => value * 1000),
)}
${timeline.nodes ? chart('nodes', '', timeline.nodes) : ''}</details>`;
}

function draw(chart: Chart, id: string): string {
  return svgChart(chart, { width: 960, height: 190, timeZone: 'UTC', id });
}

function text(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
