import { svgChart } from '@kubectl-autoscale/core/charts';
import { formatShare, formatSpan } from '@kubectl-autoscale/core/units';

import { chartOfForecast, type ForecastDemand } from './forecast-chart.ts';
import { htmlPage, text } from './html-page.ts';

/** A demand with its forecast. */
export interface PlottedForecast extends ForecastDemand {
  /** What it is the demand of: `prod/chat`. */
  readonly name: string;
  readonly generatedAt: string;
  /** What becomes of it: `5 replicas now, 7 in 15 min`. */
  readonly note?: string;
}

const SHOWN_MS = 48 * 3_600_000;
const SIZE = { width: 960, height: 320 } as const;
/** With replicas under it. */
const TALL = { ...SIZE, height: 390 } as const;

/** One picture, for grounds of any colour. */
export function forecastSvg(plotted: PlottedForecast, timeZone: string): string {
  return `${chart(plotted, { timeZone, id: 'forecast', palette: 'neutral' })}\n`;
}

/** A page with a chart for each forecast, its error under it. */
export function forecastHtml(title: string, plotted: readonly PlottedForecast[], timeZone: string): string {
  const sections = plotted.map((each, index) => {
    const { model, horizonMinutes, trusted, note, error } = each.forecast;
    const facts = [
      ...(each.note === undefined ? [] : [each.note]),
      `forecast ${formatSpan(horizonMinutes * 60)} ahead by ${model}`,
      ...(error.wape === undefined ? [] : [`error on the past ${formatShare(error.wape)}`]),
      ...(trusted ? [] : [note ?? 'not trusted']),
      each.metric.basis.source,
    ];
    return `<h2>${text(each.name)}</h2>${chart(each, { timeZone, id: `forecast-${index}` })}<p class="dim">${text(facts.join(' · '))}</p>`;
  });
  return htmlPage(title, `<h1>${text(title)}</h1>\n${sections.join('\n')}`);
}

function chart(
  { name, generatedAt, ...demand }: PlottedForecast,
  options: { readonly timeZone: string; readonly id: string; readonly palette?: 'neutral' },
): string {
  const drawn = chartOfForecast(demand, Date.parse(generatedAt), SHOWN_MS);
  return svgChart(
    { ...drawn, title: `${name}: ${drawn.title}` },
    { ...(drawn.strip ? TALL : SIZE), ...options },
  );
}
