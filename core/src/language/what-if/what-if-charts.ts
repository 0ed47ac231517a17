import { type Chart, svgChart } from '../../charts/index.ts';
import type { WhatIf, WhatIfRun } from '../../simulator/index.ts';
import { formatClock, formatNumber } from '../../units/index.ts';
import { demandChart } from '../hover-chart.ts';
import { element, table, text } from './html-element.ts';
import type { WhatIfShown } from './shown.ts';

/** What a panel beside an editor is wide: the labels are as large as the text then. */
const SIZE = { width: 500, height: 160, palette: 'sheet' } as const;
const HOUR_MS = 3_600_000;

/** The last day's requests with their forecast and its interval. */
export function demandFigure({ report }: WhatIfShown, timeZone: string): string {
  const metric = report.metrics.find(({ name }) => name === 'requests');
  return metric ? figure(demandChart(report, metric), 'demand', timeZone) : '';
}

/** The replicas that the HPA wanted, as it is and with the settings. */
export function replicasFigure({ whatIf }: WhatIfShown, timeZone: string): string {
  const { asItIs, changed, measuredUntilMs, endMs } = whatIf;
  const line = ({ atMs, replicas }: WhatIfRun) => ({ timestampsMs: atMs, values: replicas });
  const chart: Chart = {
    title: 'replicas, simulated',
    unit: '',
    history: { ...line(asItIs), label: 'as it is' },
    ...(changed === asItIs ? {} : { compared: { ...line(changed), label: 'with these settings' } }),
    ...(measuredUntilMs < endMs ? { nowMs: measuredUntilMs } : {}),
  };
  return figure(chart, 'replicas', timeZone);
}

function figure(chart: Chart, id: string, timeZone: string): string {
  return element('figure', {}, svgChart(chart, { ...SIZE, id, timeZone }));
}

/** What the charts draw, one row an hour: for those who do not see them, and for those who want the figures. */
export function hourlyTable({ whatIf }: WhatIfShown, timeZone: string): string {
  const { asItIs, changed, measuredUntilMs } = whatIf;
  const rows = hoursOf(whatIf).map(([from, until]) => {
    const mean = (run: WhatIfRun, values: readonly number[]): string => {
      const inside = values.filter((_, i) => {
        const atMs = run.atMs[i] ?? 0;
        return atMs > from && atMs <= until;
      });
      const sum = inside.reduce((total, value) => total + value, 0);
      return inside.length === 0 ? '–' : formatNumber(sum / inside.length, 3);
    };
    const hour = formatClock(new Date(from).toISOString(), timeZone);
    return [
      text(from >= measuredUntilMs ? `${hour}, forecast` : hour),
      text(mean(asItIs, asItIs.demand)),
      text(mean(asItIs, asItIs.replicas)),
      text(mean(changed, changed.replicas)),
    ];
  });
  return table(
    `Means of each hour, from (${timeZone})`,
    ['from', 'requests/s', 'replicas as it is', 'replicas with these settings'],
    rows,
  );
}

/** Hours from the start; what is measured and what is forecast share none. */
function hoursOf({ startMs, measuredUntilMs, endMs }: WhatIf): readonly (readonly [number, number])[] {
  const hours: (readonly [number, number])[] = [];
  for (let from = startMs; from < endMs;) {
    const end = from < measuredUntilMs ? measuredUntilMs : endMs;
    const until = Math.min(end, from + HOUR_MS);
    hours.push([from, until]);
    from = until;
  }
  return hours;
}
