import type { MetricsReport, ReportMetricValue, ReportServedMetric } from '@kubectl-autoscale/core/advisor';
import { formatNumber } from '@kubectl-autoscale/core/units';

import { type Palette, plainPalette } from './palette.ts';
import type { ReportRows } from './report-table.ts';
import { textTable } from './text-table.ts';

/** The metrics of a namespace as a table; below it, what HPAs want and cannot have, with why. */
export function metricsText({ items, namespace, notes }: MetricsReport, palette: Palette): string {
  const missing = items.filter(({ value }) => value === undefined);
  const table =
    items.length === 0
      ? `No metric is served for ${namespace}, and no HPA there names one.`
      : textTable([
          ['METRIC', 'VALUE', 'AGE', 'SOURCE', 'USED BY'],
          ...items.map((item) => [
            nameText(item),
            valueText(item, palette),
            ageText(item),
            item.source,
            usersText(item),
          ]),
        ]);
  const reasons = missing.map(({ reason, hpas, ...item }) => {
    const why =
      reason ?? (item.served === 'no' ? 'nobody serves it' : `${item.source || 'its source'} has no value`);
    return `${palette.yellow('without a value')}  ${nameText({ hpas, ...item })}: ${why}`;
  });
  const blocks = [table, ...reasons, ...notes.map((note) => `${palette.dim('note')}  ${note}`)];
  return `${blocks.join('\n')}\n`;
}

function nameText({ type, name, resource, selector }: ReportServedMetric): string {
  const labels = selector === undefined ? '' : `{${selector}}`;
  switch (type) {
    case 'Resource':
      return name;
    case 'Pods':
      return `pods/${name}${labels}`;
    case 'External':
      return `external/${name}${labels}`;
    case 'Object':
      return `${resource ?? ''}/${name}${labels}`;
  }
}

function valueText({ type, value, served }: ReportServedMetric, palette: Palette): string {
  if (value === undefined) return served === 'no' ? palette.red('not served') : palette.yellow('none');
  const figure = formatNumber(value.figure, 3);
  switch (value.aggregation) {
    case 'utilization':
      return `${figure} % of the request`;
    case 'sum':
      return value.objects === 1 ? figure : `${figure}, sum of ${value.objects} series`;
    case 'average':
      return value.objects === 1 && type === 'Object' ? figure : `${figure}, ${averageText(value, type)}`;
  }
}

function averageText({ objects }: ReportMetricValue, type: ReportServedMetric['type']): string {
  const what = type === 'Pods' ? 'pod' : 'object';
  return objects === 1 ? `1 ${what}` : `average of ${objects} ${what}s`;
}

function ageText({ value }: ReportServedMetric): string {
  if (value?.ageSeconds === undefined) return '';
  return value.ageSeconds < 120 ? `${value.ageSeconds} s` : `${Math.round(value.ageSeconds / 60)} min`;
}

function usersText({ hpas }: ReportServedMetric): string {
  return hpas.map(({ name, target }) => `${name} (${target})`).join(', ');
}

/** The same as rows; a figure is the average over objects, or the sum of an external metric's series. */
export function metricsRows({ items, namespace }: MetricsReport): ReportRows<ReportServedMetric> {
  return {
    rows: items,
    columns: [
      { title: 'NAMESPACE', text: () => namespace },
      { title: 'METRIC', text: nameText },
      { title: 'VALUE', text: (item) => valueText(item, plainPalette), value: ({ value }) => value?.figure },
      { title: 'AGE SECONDS', text: ageText, value: ({ value }) => value?.ageSeconds },
      { title: 'SERVED', text: ({ served }) => served },
      { title: 'SOURCE', text: ({ source }) => source },
      { title: 'USED BY', text: usersText },
      { title: 'WITHOUT A VALUE', text: ({ value, reason }) => (value === undefined ? (reason ?? '') : '') },
    ],
    name: nameText,
  };
}
