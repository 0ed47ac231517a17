import type { WorkloadReport } from '../advisor/index.ts';
import type { ContainerView } from '../apis/container.ts';
import { gpuResource } from '../gpu/index.ts';
import { formatNumber, toNumber } from '../units/index.ts';
import { escapeMarkdown, markdownTable } from '../units/markdown.ts';
import type { AnnotationContext } from './annotation-context.ts';
import { basisText, metricText } from './figures.ts';
import { hoverChart } from './hover-chart.ts';

/** The report's metric of how busy the devices are, 0–1 of each, mean of the workload's pods. */
const GPU_METRIC = 'gpu';

/** The GPU resources that a container names, in `requests` or `limits`. */
export function gpuNamesOf({ requests, limits }: ContainerView): readonly string[] {
  return [...new Set([...Object.keys(requests), ...Object.keys(limits)])].filter(
    (name) => gpuResource(name) !== undefined,
  );
}

/** What is known of a container's GPUs: how many it takes, how busy they are, its history as a chart, and the basis. */
export function gpuHoverText(
  report: WorkloadReport,
  container: ContainerView,
  name: string,
  context: AnnotationContext,
): readonly string[] {
  const metric = report.metrics.find((each) => each.name === GPU_METRIC);
  const quantity = container.limits[name] ?? container.requests[name];
  const shown = (value: number | undefined): string =>
    metric && value !== undefined ? metricText(value, metric.unit) : 'no samples';
  const row = [
    name,
    quantity ? formatNumber(toNumber(quantity), 3) : '',
    shown(metric?.current),
    shown(metric?.p95),
    shown(metric?.max),
  ];
  const chart = metric && hoverChart(report, context, metric);
  const note = metric
    ? `GPU: ${basisText(metric.basis, context.timeZone)}.`
    : 'No series tells how busy the GPUs are: an exporter such as DCGM has to be scraped.';
  return [
    markdownTable(['', 'each pod takes', 'busy now', 'p95', 'maximum'], [row]),
    ...(chart === undefined ? [] : [chart]),
    `*${escapeMarkdown(note)}*`,
    '*A GPU is taken whole: what one pod does not use no other can.*',
  ];
}
