import { type AdvisorSources, analyzeWorkloads } from '../../advisor/index.ts';
import { node } from '../../apis/kinds.ts';
import { nodeView } from '../../apis/node.ts';
import { workloadView } from '../../apis/workload.ts';
import { SourceError } from '../../ports/index.ts';
import { type MeasuredHpa, simulateWhatIf, type WhatIfRun } from '../../simulator/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import type { WhatIfOutcome, WhatIfQuestion } from '../adapters.ts';

/** One panel is open at a time; who moves the horizon back finds the analysis of before. */
const KEPT = 6;
/** A live workload is analyzed again after that. */
const KEPT_MS = 10 * 60_000;

type Measured = Omit<MeasuredHpa, 'spec'>;

interface Kept {
  readonly atMs: number;
  readonly measured: Measured;
  /** By HPA: its run without changes, which is the same whatever is tried beside it. */
  readonly runs: Map<string, WhatIfRun>;
}

/** Simulates HPAs on the measured workloads of one source; keeps what one question has in common with the next. */
export class SimulatedHpas {
  readonly #sources: AdvisorSources;
  readonly #coverage: number;
  readonly #kept = new Map<string, Kept>();

  constructor(sources: AdvisorSources, coverage: number) {
    this.#sources = sources;
    this.#coverage = coverage;
  }

  /** The error says in one sentence why nothing can be simulated. Throws `SourceError`; `cancelled` when the signal says so. */
  async whatIf(question: WhatIfQuestion, signal: AbortSignal): Promise<Result<WhatIfOutcome, string>> {
    const { spec, changes } = question;
    if (!this.#sources.prices) {
      return fail(
        'No prices are set (kubectlAutoscale.prices.book), and settings are compared by what they cost',
      );
    }
    const kept = await this.#measured(question, signal);
    if (!kept.ok) return kept;
    const { measured, runs } = kept.value;
    // A question that nobody waits for any more is not simulated: its cancellation has come in by now.
    await new Promise<void>((resolve) => setImmediate(resolve));
    stopIfAborted(signal);
    const key = keyOf(spec);
    const made = simulateWhatIf({ ...measured, spec }, changes, runs.get(key));
    if (!made.ok) return made;
    runs.set(key, made.value.asItIs);
    return ok({ whatIf: made.value, report: measured.report });
  }

  async #measured(question: WhatIfQuestion, signal: AbortSignal): Promise<Result<Kept, string>> {
    const { namespace, ref, horizonMinutes } = question;
    const key = `${ref.kind}/${namespace}/${ref.name}/${horizonMinutes}`;
    const nowMs = this.#sources.clock.now();
    const known = this.#kept.get(key);
    if (known && nowMs - known.atMs < KEPT_MS) return ok(known);
    const measured = await this.#measure(question, signal);
    if (!measured.ok) return measured;
    const kept = { atMs: nowMs, measured: measured.value, runs: new Map<string, WhatIfRun>() };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    for (const oldest of [...this.#kept.keys()].slice(0, -KEPT)) this.#kept.delete(oldest);
    return ok(kept);
  }

  async #measure(
    { namespace, ref, horizonMinutes }: WhatIfQuestion,
    signal: AbortSignal,
  ): Promise<Result<Measured, string>> {
    const { cluster, prices } = this.#sources;
    const object = await cluster.get({ ...ref, namespace }, { signal }).catch(nothingIfNotRecorded);
    const template = object && workloadView(object)?.template;
    const absent = `${ref.kind} ${namespace}/${ref.name} is not in ${cluster.description}`;
    if (!template || !prices) return fail(absent);
    const options = { horizonMs: horizonMinutes * 60_000, coverage: this.#coverage, signal };
    const nodes = await cluster.list({ ...node }, { signal });
    const [report] = await analyzeWorkloads(this.#sources, namespace, [ref], options);
    if (!report) return fail(absent);
    return ok({ report, template, nodes: nodes.flatMap((each) => nodeView(each) ?? []), prices });
  }
}

function nothingIfNotRecorded(error: unknown): undefined {
  if (error instanceof SourceError && error.code === 'bad-query') return undefined;
  throw error;
}

function stopIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new SourceError({ code: 'cancelled', source: 'simulation', message: 'the simulation was cancelled' });
}

/** Thousandths of quantities are big integers. */
function keyOf(spec: WhatIfQuestion['spec']): string {
  return JSON.stringify(spec, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}
