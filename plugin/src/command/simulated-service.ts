import { analyzeWorkloads } from '@kubectl-autoscale/core/advisor';
import { node, nodeView, workloadView } from '@kubectl-autoscale/core/apis';
import { SourceError } from '@kubectl-autoscale/core/ports';
import { schedulingAmounts } from '@kubectl-autoscale/core/scheduling';
import {
  type DemandTrace,
  scaledToPeak,
  serviceCaseOfTrace,
  type ServiceCaseOfWorkload,
  serviceCaseOfWorkload,
  type ServiceChoices,
  syntheticShapes,
  syntheticTrace,
  traceFromSamples,
} from '@kubectl-autoscale/core/simulator';
import { fail, ok, parseQuantity, type Result } from '@kubectl-autoscale/core/units';

import { openAdvisorSources, openSettledPrices } from '../composition/advisor-sources.ts';
import { readSeriesFile } from '../composition/series-file.ts';
import type { SourceFlagValues } from '../composition/source-flags.ts';
import { simulatedHpa, type SimulatedHpaFlags } from './simulated-hpa.ts';
import { parseWorkloadArguments } from './workload-arguments.ts';

const MADE_PEAK = 800;
const MADE_DAYS = 8;
/** A Monday. */
const MADE_START_MS = Date.parse('2026-08-03T00:00:00Z');

export interface SimulatedServiceFlags extends SourceFlagValues, SimulatedHpaFlags {
  readonly trace?: string | undefined;
  readonly peak?: number | undefined;
  readonly cpu: string;
  readonly memory: string;
  readonly 'node-type': string;
  readonly namespace?: string | undefined;
}

/** The service that the words and flags name: a workload as it was measured, or traffic with assumptions. */
export async function simulatedService(
  words: readonly string[],
  flags: SimulatedServiceFlags,
  choices: ServiceChoices,
  run: { readonly talk: (text: string) => void; readonly signal: AbortSignal },
): Promise<Result<ServiceCaseOfWorkload, string>> {
  if (flags.trace === undefined) return measuredService(words, flags, choices, run);
  if (words.length > 0) return fail('--trace takes the place of a workload');
  const demand = await trace(flags.trace);
  if (!demand.ok) return demand;
  const hpa = await simulatedHpa(flags, undefined, run.signal);
  if (!hpa.ok) return hpa;
  const prices = await openSettledPrices(flags);
  if (!prices) return fail('a simulation compares costs: --prices none leaves nothing to compare');
  const requests: Record<string, number> = {};
  for (const [resource, text] of [
    ['cpu', flags.cpu],
    ['memory', flags.memory],
  ] as const) {
    const quantity = parseQuantity(text);
    if (!quantity.ok) return fail(`--${resource} ${text}: ${quantity.error.message}`);
    requests[resource] = schedulingAmounts({ [resource]: quantity.value }).get(resource) ?? 0;
  }
  return serviceCaseOfTrace(
    { demand: scaled(demand.value, flags.peak), pod: { requests }, instanceType: flags['node-type'], prices },
    { ...choices, ...(hpa.value && { hpa: hpa.value }) },
  );
}

async function measuredService(
  words: readonly string[],
  flags: SimulatedServiceFlags,
  choices: ServiceChoices,
  { talk, signal }: { readonly talk: (text: string) => void; readonly signal: AbortSignal },
): Promise<Result<ServiceCaseOfWorkload, string>> {
  const refs = parseWorkloadArguments(words);
  if (typeof refs === 'string') return fail(refs);
  const [ref, second] = refs;
  if (ref === undefined) return fail('name a workload (deploy/NAME) or traffic (--trace FILE.csv)');
  if (second !== undefined) return fail('simulate takes one workload');
  const sources = await openAdvisorSources(flags, talk);
  const { cluster, prices } = sources;
  if (!prices) return fail('a simulation compares costs: --prices none leaves nothing to compare');
  const namespace = flags.namespace ?? cluster.defaultNamespace;
  const hpa = await simulatedHpa(flags, { cluster, ref, namespace }, signal);
  if (!hpa.ok) return hpa;
  const options = { horizonMs: 15 * 60_000, coverage: 0.8, signal };
  const [report] = await analyzeWorkloads(sources, namespace, [ref], options);
  const [object, nodes] = await Promise.all([
    cluster.get({ group: ref.group, kind: ref.kind, namespace, name: ref.name }, { signal }),
    cluster.list({ ...node }, { signal }),
  ]);
  const workload = object && workloadView(object);
  if (!report || !workload) return fail(`${ref.name} has no pods that could be simulated`);
  const made = serviceCaseOfWorkload(
    {
      report,
      template: workload.template,
      nodes: nodes.flatMap((each) => nodeView(each) ?? []),
      prices,
    },
    { ...choices, ...(hpa.value && { hpa: hpa.value }) },
  );
  if (!made.ok || flags.peak === undefined) return made;
  return ok({
    ...made.value,
    of: { ...made.value.of, demand: scaledToPeak(made.value.of.demand, flags.peak) },
  });
}

async function trace(name: string): Promise<Result<DemandTrace, string>> {
  const shape = syntheticShapes.find((each) => each === name);
  if (shape) {
    return ok(syntheticTrace(shape, { startMs: MADE_START_MS, days: MADE_DAYS, peakPerSecond: MADE_PEAK }));
  }
  const series = await readSeriesFile(name).catch((error: unknown) => {
    throw error instanceof SourceError && error.code === 'not-found' ? withShapes(error) : error;
  });
  if (!series.ok) return fail(series.error.join('\n'));
  const made = traceFromSamples(name, name, series.value);
  return made ? ok(made) : fail(`${name}: one sample is no traffic`);
}

/** A mistyped shape is taken for a file: say what else it may have been. */
function withShapes({ details }: SourceError): SourceError {
  const shapes = `name a file of timestamp,value rows, or a made shape: ${syntheticShapes.join(', ')}`;
  return new SourceError({ ...details, suggestions: [shapes] });
}

function scaled(demand: DemandTrace, peak: number | undefined): DemandTrace {
  return peak === undefined ? demand : scaledToPeak(demand, peak);
}
