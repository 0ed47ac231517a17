import type {
  PredictionRanking,
  PredictionReport,
  ReportForecastPoint,
  ReportRankedMetric,
} from '@kubectl-autoscale/core/advisor';
import { formatFigure, formatShare, formatSpan } from '@kubectl-autoscale/core/units';

import type { ReportRows } from './report-table.ts';

/** A row for each point of the forecast; none where there is no forecast. */
export function predictionRows({
  metric,
  forecast,
  workload,
  replicas,
}: PredictionReport): ReportRows<ReportForecastPoint> {
  const planned = new Map(replicas?.planned?.map((each) => [each.at, each]));
  const count = (of: 'replicas' | 'lower' | 'upper') => ({
    text: ({ at }: ReportForecastPoint): string => String(planned.get(at)?.[of] ?? ''),
    value: ({ at }: ReportForecastPoint) => planned.get(at)?.[of],
  });
  const figure = (value: number): string => formatFigure(value, metric.unit);
  return {
    rows: forecast?.points ?? [],
    columns: [
      { title: 'AT', text: ({ at }) => at },
      { title: 'METRIC', text: () => metric.name },
      { title: 'UNIT', text: () => metric.unit },
      { title: 'FORECAST', text: ({ value }) => figure(value), value: ({ value }) => value },
      { title: 'LOWER', text: ({ lower }) => figure(lower), value: ({ lower }) => lower },
      { title: 'UPPER', text: ({ upper }) => figure(upper), value: ({ upper }) => upper },
      { title: 'TRUSTED', text: () => (forecast?.trusted === true ? 'yes' : 'no') },
      { title: 'REPLICAS', ...count('replicas') },
      { title: 'REPLICAS LOWER', ...count('lower') },
      { title: 'REPLICAS UPPER', ...count('upper') },
    ],
    name: () =>
      workload === undefined ? metric.name : `${workload.kind.toLowerCase()}.apps/${workload.name}`,
  };
}

/** A row for each metric, as they are ranked. */
export function rankingRows({ items, horizonMinutes }: PredictionRanking): ReportRows<ReportRankedMetric> {
  const share = (value: number | undefined): string => (value === undefined ? '' : formatShare(value));
  const figure = (of: 'value' | 'lower' | 'upper') => ({
    text: ({ forecast, unit }: ReportRankedMetric): string =>
      forecast === undefined ? '' : formatFigure(forecast[of], unit),
    value: ({ forecast }: ReportRankedMetric) => forecast?.[of],
  });
  const error = (of: 'wape' | 'skill') => ({
    text: ({ forecast }: ReportRankedMetric): string => share(forecast?.error[of]),
    value: ({ forecast }: ReportRankedMetric) => forecast?.error[of],
  });
  return {
    rows: items,
    columns: [
      { title: 'NAMESPACE', text: ({ workload }) => workload.namespace },
      { title: 'WORKLOAD', text: ({ workload }) => workload.name },
      { title: 'KIND', text: ({ workload }) => workload.kind },
      { title: 'DEMAND', text: ({ metric }) => metric },
      { title: 'UNIT', text: ({ unit }) => unit },
      { title: 'OF', text: ({ demandOf }) => demandOf?.metric ?? '' },
      { title: 'PATTERN', text: ({ forecast }) => forecast?.pattern ?? '' },
      { title: 'ERROR', ...error('wape') },
      { title: 'SKILL', ...error('skill') },
      { title: 'HORIZON', text: () => formatSpan(horizonMinutes * 60) },
      { title: 'AHEAD', ...figure('value') },
      { title: 'AHEAD LOWER', ...figure('lower') },
      { title: 'AHEAD UPPER', ...figure('upper') },
      { title: 'TRUSTED', text: ({ forecast }) => (forecast?.trusted === true ? 'yes' : 'no') },
      {
        title: 'HISTORY',
        text: ({ historySeconds }) => formatSpan(historySeconds),
        value: ({ historySeconds }) => historySeconds,
      },
    ],
    name: ({ workload }) => `${workload.kind.toLowerCase()}.apps/${workload.name}`,
  };
}
