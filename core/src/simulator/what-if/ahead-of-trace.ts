import type { ReportForecast } from '../../advisor/workload-report.ts';
import { type DemandTrace, traceEndMs } from '../traffic/demand-trace.ts';

/**
 * The trace with what is forecast behind it, as far as the forecast reaches and on the trace's own steps, straight between the forecast's points. A
 * forecast that is not trusted, or of another metric than requests, adds nothing.
 */
export function withForecastAhead(trace: DemandTrace, forecast: ReportForecast | undefined): DemandTrace {
  if (forecast?.trusted !== true || forecast.metric !== 'requests') return trace;
  const endMs = traceEndMs(trace);
  const points = forecast.points
    .map(({ at, value }) => ({ atMs: Date.parse(at), value: Math.max(0, value) }))
    .filter(({ atMs }) => atMs >= endMs);
  const last = points.at(-1);
  if (!last) return trace;
  const ahead: number[] = [];
  for (let atMs = endMs; atMs <= last.atMs; atMs += trace.stepMs) {
    const next = points.findIndex((point) => point.atMs >= atMs);
    const to = points[next]!;
    const from = points[next - 1];
    const share = from ? (atMs - from.atMs) / (to.atMs - from.atMs) : 1;
    ahead.push((from?.value ?? to.value) * (1 - share) + to.value * share);
  }
  return { ...trace, perSecond: [...trace.perSecond, ...ahead] };
}
