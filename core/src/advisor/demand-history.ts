import {
  type DemandCandidate,
  demandOf,
  demandOfExpression,
  type ScalingMetric,
  userQuery,
  workloadDemand,
  type WorkloadRef,
} from '../promql/index.ts';
import { type HistoryReader, type Window, WINDOWS } from './history-reader.ts';
import type { MetricHistory } from './workload-facts.ts';

export interface DemandRequest {
  /** What the user named: PromQL, or of a workload a metric: `cpu`, `memory`, `gpu`, `requests`, or one of its pods. */
  readonly demandQuery?: string;
  /** Two weeks in steps of five minutes when left out. */
  readonly window?: Window;
}

/** The history of what a user named in PromQL; an average over pods is read as the sum over them, and the answer says so. */
export async function readUserDemand(
  reader: HistoryReader,
  promql: string,
  window: Window = WINDOWS.demand,
): Promise<MetricHistory> {
  const { promql: asked, why } = demandOfExpression(promql);
  const history = await reader.read(
    userQuery(asked),
    { name: 'demand', title: 'demand', method: asked },
    window,
  );
  return why === undefined ? history : { ...history, demandOf: { metric: promql, why } };
}

/**
 * The history of a workload's demand: what the user named; else its requests per second; else the CPU of all its pods together. Never a
 * per-pod average, which our own scaling shapes: a metric that is one stands for the demand behind it, and the answer says so.
 */
export async function readDemand(
  reader: HistoryReader,
  ref: WorkloadRef,
  { demandQuery, window = WINDOWS.demand }: DemandRequest,
): Promise<MetricHistory> {
  if (demandQuery === undefined || demandQuery === 'requests') {
    return readCandidates(reader, workloadDemand(ref), window);
  }
  const metric = namedMetric(demandQuery);
  if (metric === undefined) return readUserDemand(reader, demandQuery, window);
  return readDemandOf(reader, metric, ref, window);
}

/** The demand behind a metric that a workload is scaled by. */
export async function readDemandOf(
  reader: HistoryReader,
  metric: ScalingMetric,
  ref: WorkloadRef,
  window: Window = WINDOWS.demand,
): Promise<MetricHistory> {
  const { candidates, mapped, why } = demandOf(metric, ref);
  const history = await readCandidates(reader, candidates, window);
  const name = 'resource' in metric ? metric.resource : metric.metric;
  return mapped ? { ...history, demandOf: { metric: name, why } } : history;
}

/** The first of the demands that has samples now, else the last one, which then has none. */
async function readCandidates(
  reader: HistoryReader,
  candidates: readonly DemandCandidate[],
  window: Window,
): Promise<MetricHistory> {
  // The last resort needs no asking: it is read whether it has samples or not.
  const found = await reader.firstWithSamples(candidates.slice(0, -1).map(({ query }) => query));
  const chosen = candidates.find(({ query }) => query === found) ?? candidates.at(-1);
  if (chosen === undefined) throw new RangeError('a demand has at least one way to be read');
  const { name, title, query } = chosen;
  const isRate = query.unit.endsWith('/s') || query.unit === 'cores';
  const method = isRate ? 'rate over 5 min, all pods' : 'all pods';
  return reader.read(query, { name, title, method }, window);
}

/** A workload's metric by its bare name; `undefined` for PromQL that is more than one. */
function namedMetric(text: string): ScalingMetric | undefined {
  const name = text.trim();
  if (name === 'cpu' || name === 'memory') return { type: 'Resource', resource: name };
  if (name === 'gpu') return { type: 'Resource', resource: 'gpu' };
  return /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name) ? { type: 'Pods', metric: name } : undefined;
}
