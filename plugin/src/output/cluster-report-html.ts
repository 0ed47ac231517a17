import type { ClusterForecast, ClusterReport } from '@kubectl-autoscale/core/advisor';
import { svgChart } from '@kubectl-autoscale/core/charts';

import { headlines, reportTables, restsOn, scopeText } from './cluster-report-answer.ts';
import { htmlList, htmlPage, text } from './html-page.ts';
import { htmlSection } from './report-section.ts';

/** Rows of each table on the page; JSON has them all. */
const shownRows = 200;
/** Charts, of which each takes room on the page and in the file. */
const shownCharts = 40;

const STYLE = `
nav{display:flex;flex-wrap:wrap;gap:.2rem .9rem;margin:.8rem 0}a{color:var(--chart-history)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:.6rem;padding:0;margin:.8rem 0;list-style:none}
.figures li{border:1px solid var(--line);border-radius:6px;padding:.5rem .8rem}.figures strong{display:block;font-size:1.15rem}
tr.sum td{font-weight:600}tr.error td:first-child{border-left:4px solid var(--bad)}tr.warning td:first-child{border-left:4px solid var(--chart-forecast)}
#risks td:last-child,#findings td:last-child,#forecasts td:last-child{white-space:normal;min-width:16rem}
td{overflow-wrap:break-word}
@media print{nav{display:none}details{break-inside:avoid}}`;

/** The report as one page that needs nothing but itself. */
export function clusterReportHtml(report: ClusterReport): string {
  const tables = reportTables(report);
  const figures = headlines(report).map(
    ({ title, figure, basis }) =>
      `<li>${text(title)}<strong>${text(figure)}</strong><span class="dim">${text(basis)}</span></li>`,
  );
  const body = `<h1>Cost and risk</h1>
<p class="dim">${text(scopeText(report))}</p>
<ul class="figures">${figures.join('')}</ul>
<nav aria-label="sections">${tables.map(({ id, title }) => `<a href="#${text(id)}">${text(title)}</a>`).join('')}<a href="#rests-on">What the figures rest on</a></nav>
${tables.map((table) => htmlSection(table, shownRows)).join('\n')}
${report.forecasts.slice(0, shownCharts).map(forecastChart).join('\n')}
<section id="rests-on"><h2>What the figures rest on</h2>
${htmlList(restsOn(report))}</section>`;
  return htmlPage(`Cost and risk: ${report.cluster}`, body, STYLE);
}

function forecastChart(
  { workload, title, unit, history, forecast, note }: ClusterForecast,
  index: number,
): string {
  const startMs = Date.parse(history.start);
  const chart = svgChart(
    {
      title,
      unit,
      history: {
        timestampsMs: history.values.map((_, i) => startMs + i * history.stepSeconds * 1000),
        values: history.values.map((value) => value ?? Number.NaN),
      },
      ...(forecast && {
        forecast: forecast.points.map(({ at, ...point }) => ({ timestampMs: Date.parse(at), ...point })),
        coverage: forecast.coverage,
      }),
    },
    { width: 960, height: 190, timeZone: 'UTC', id: `forecast-${index}` },
  );
  return `<details${index < 3 ? ' open' : ''}><summary>${text(workload)}</summary>
${chart}
${note === undefined ? '' : `<p class="dim">${text(note)}</p>`}</details>`;
}
