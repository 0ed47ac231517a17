import type { WorkloadReport } from '../advisor/index.ts';
import type { WorkloadRef } from '../apis/workload-ref.ts';
import { newestDatum } from '../language/index.ts';
import { type ServedMetricNames, SourceError } from '../ports/index.ts';
import { fail, formatDuration, type Result } from '../units/index.ts';
import type {
  LanguageServerAdapters,
  Timer,
  WhatIfOutcome,
  WhatIfQuestion,
  WorkloadSource,
} from './adapters.ts';
import { groupBy } from './group-by.ts';
import type { DataStatus, ServerSettings } from './protocol/index.ts';

/** A workload of the folder's manifests. */
export interface WantedWorkload {
  readonly namespace: string;
  readonly ref: WorkloadRef;
}

export interface FolderDataEvents {
  /** Told when the state changes; never twice the same. */
  readonly onStatus: (status: DataStatus) => void;
  /** Told when there are reports that were not there before, several of them at once where they come fast. */
  readonly onReports: () => void;
  /** The workloads to be measured, by report key, given the namespace of those that name none. */
  readonly workloads: (defaultNamespace: string) => ReadonlyMap<string, WantedWorkload>;
}

/** What the client said that bears on data. */
export interface DataAccess {
  readonly trusted: boolean;
  readonly prometheusToken: string | undefined;
}

/** Reports that come within this time are told together. */
const TOGETHER_MS = 100;

/**
 * The measured side of a workspace folder: reads reports in the background and keeps the last ones. Nothing ever waits for it; a failure keeps what was
 * there, with its age.
 */
export class FolderData {
  readonly #folderUri: string;
  readonly #adapters: LanguageServerAdapters;
  readonly #events: FolderDataEvents;
  readonly #reports = new Map<string, WorkloadReport>();
  readonly #asked = new Set<string>();
  #choice = '';
  #settings: ServerSettings | undefined;
  #source: WorkloadSource | undefined;
  /** Opens the chosen source; absent where none is to be read. */
  #openAgain: (() => Promise<void>) | undefined;
  #abort = new AbortController();
  #timer: Timer | undefined;
  #telling: Timer | undefined;
  #lastStatus = '';
  #statusText = '';
  #isReading = false;
  #served: ServedMetricNames | undefined;

  constructor(folderUri: string, adapters: LanguageServerAdapters, events: FolderDataEvents) {
    this.#folderUri = folderUri;
    this.#adapters = adapters;
    this.#events = events;
  }

  get reports(): ReadonlyMap<string, WorkloadReport> {
    return this.#reports;
  }

  /** Whether a source is named and may be read, be it open yet or not. */
  get hasSource(): boolean {
    return this.#openAgain !== undefined;
  }

  /** Where the reports come from, for people. */
  get sourceDescription(): string {
    return this.#source?.description ?? 'the data source';
  }

  /** By the source's clock; the machine's while there is none. */
  get nowMs(): number {
    return (this.#source?.clock ?? this.#adapters.clock).now();
  }

  /** What the cluster's metrics APIs served when they were last asked; `undefined` where they were not, or could not be. */
  get servedMetrics(): ServedMetricNames | undefined {
    return this.#served;
  }

  get defaultNamespace(): string {
    const named = this.#settings?.data.namespace ?? '';
    return named !== '' ? named : (this.#source?.defaultNamespace ?? 'default');
  }

  /** Starts over where the source is another than before; else does nothing. */
  configure(settings: ServerSettings, access: DataAccess): void {
    this.#settings = settings;
    const { data, prices, forecast, enable } = settings;
    const choice = JSON.stringify([
      enable,
      data,
      prices.book,
      forecast,
      access.trusted,
      access.prometheusToken,
    ]);
    if (choice === this.#choice) return;
    this.#choice = choice;
    this.#stop();
    this.#reports.clear();
    this.#events.onReports();
    if (!enable || data.source === 'none') {
      this.#say({ state: 'off', text: 'No data source is set: manifests are linted, nothing is measured.' });
    } else if (!access.trusted) {
      this.#say({
        state: 'off',
        text: 'The workspace is not trusted: manifests are linted, no data is read.',
      });
    } else {
      this.#say({ state: 'loading', text: 'Reading data …' });
      this.#openAgain = () => this.#start(settings, access);
      void this.#openAgain();
    }
  }

  /** Reads everything again. */
  refresh(): void {
    this.#asked.clear();
    // A reading that is under way finds that everything is to be asked for once more.
    if (this.#isReading) return;
    if (this.#source) void this.#read(this.#source);
    else if (this.#openAgain) void this.#openAgain();
  }

  /** Simulates an HPA; the error says in one sentence why it cannot be done. Throws `SourceError`. */
  async whatIf(question: WhatIfQuestion, signal: AbortSignal): Promise<Result<WhatIfOutcome, string>> {
    return this.#source ? this.#source.whatIf(question, signal) : fail(this.#statusText);
  }

  /** Manifests have changed: reads what was not asked for yet. */
  workloadsChanged(): void {
    if (this.#source && !this.#isReading && this.#wanted().size > 0) void this.#read(this.#source);
  }

  dispose(): void {
    this.#stop();
    this.#telling?.cancel();
  }

  #stop(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#timer?.cancel();
    this.#source?.close();
    this.#source = undefined;
    this.#openAgain = undefined;
    this.#asked.clear();
    this.#isReading = false;
    this.#served = undefined;
  }

  async #start({ data, prices, forecast }: ServerSettings, { prometheusToken }: DataAccess): Promise<void> {
    const { signal } = this.#abort;
    try {
      const source = await this.#adapters.openWorkloads({
        folderUri: this.#folderUri,
        data,
        prices: prices.book,
        forecast,
        ...(prometheusToken === undefined ? {} : { prometheusToken }),
      });
      if (signal.aborted) {
        source.close();
        return;
      }
      this.#source = source;
      await this.#read(source);
    } catch (error) {
      this.#failed(error, signal);
    }
  }

  async #read(source: WorkloadSource): Promise<void> {
    const { signal } = this.#abort;
    this.#timer?.cancel();
    this.#isReading = true;
    try {
      // Manifests may change while data is read: what they name then is asked for in another round.
      for (let wanted = this.#wanted(); wanted.size > 0 && !signal.aborted; wanted = this.#wanted()) {
        for (const key of wanted.keys()) this.#asked.add(key);
        await this.#readWorkloads(source, wanted, signal);
      }
      if (signal.aborted) return;
      this.#succeeded(source);
      await this.#readServed(source, signal);
    } catch (error) {
      this.#asked.clear();
      this.#failed(error, signal);
    } finally {
      if (!signal.aborted) this.#isReading = false;
    }
  }

  /** Names for completion are a help beside the reports: without the right to list them, or an adapter that is there, it goes on. */
  async #readServed(source: WorkloadSource, signal: AbortSignal): Promise<void> {
    try {
      const served = await source.servedMetrics?.(signal);
      if (!signal.aborted) this.#served = served;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
    }
  }

  async #readWorkloads(
    source: WorkloadSource,
    wanted: ReadonlyMap<string, WantedWorkload>,
    signal: AbortSignal,
  ): Promise<void> {
    const keys = new Map(
      [...wanted].map(([key, { namespace, ref }]) => [`${namespace} ${ref.kind} ${ref.name}`, key]),
    );
    for (const [namespace, group] of groupBy(wanted.values(), (workload) => workload.namespace)) {
      const refs = group.map(({ ref }) => ref);
      await source.report(
        namespace,
        refs,
        (report) => {
          const key = keys.get(`${namespace} ${report.workload.kind} ${report.workload.name}`);
          if (key === undefined || signal.aborted) return;
          this.#reports.set(key, report);
          this.#tellSoon();
        },
        signal,
      );
    }
  }

  /** What was not asked for since the last full reading. */
  #wanted(): ReadonlyMap<string, WantedWorkload> {
    const all = this.#events.workloads(this.defaultNamespace);
    return new Map([...all].filter(([key]) => !this.#asked.has(key)));
  }

  #succeeded(source: WorkloadSource): void {
    const all = this.#events.workloads(this.defaultNamespace);
    const found = [...all.keys()].filter((key) => this.#reports.has(key)).length;
    const text =
      all.size === 0
        ? `${source.description}: the manifests name no workload.`
        : `${source.description}: ${found} of ${all.size} workloads measured.`;
    this.#say({ state: 'ready', text, workloads: { found, total: all.size } });
    this.#readAgainLater();
  }

  #failed(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    const details = error instanceof SourceError ? error.details : undefined;
    const message =
      details?.message ?? `internal error: ${error instanceof Error ? error.message : String(error)}`;
    const suggestions = [...(details?.suggestions ?? [])];
    const isStale = this.#reports.size > 0;
    const text = isStale ? `${message}; the figures shown are older.` : message;
    this.#say({ state: isStale ? 'stale' : 'error', text, suggestions });
    this.#readAgainLater();
  }

  #readAgainLater(): void {
    const settings = this.#settings;
    if (!settings || this.#source?.isRecorded === true) return;
    this.#timer = this.#adapters.timers.after(settings.data.refreshMinutes * 60_000, () => this.refresh());
  }

  #tellSoon(): void {
    this.#telling ??= this.#adapters.timers.after(TOGETHER_MS, () => {
      this.#telling = undefined;
      this.#events.onReports();
    });
  }

  #say(status: Pick<DataStatus, 'state' | 'text'> & Partial<DataStatus>): void {
    const asOf = [...this.#reports.values()]
      .flatMap((report) => newestDatum(report) ?? [])
      .sort()
      .at(-1);
    const said: DataStatus = {
      folder: this.#folderUri,
      suggestions: [],
      ...status,
      ...(this.#source ? { basis: this.#source.description } : {}),
      ...(asOf === undefined ? {} : { asOf }),
    };
    this.#statusText = said.text;
    const text = JSON.stringify(said);
    if (text === this.#lastStatus) return;
    this.#lastStatus = text;
    if (asOf === undefined) {
      this.#events.onStatus(said);
      return;
    }
    const ageMs = Math.max(0, this.nowMs - Date.parse(asOf));
    const age = status.state === 'stale' && ageMs >= 60_000 ? ` (${formatDuration(ageMs)} old)` : '';
    this.#events.onStatus({ ...said, text: `${said.text}${age}`, ageSeconds: Math.round(ageMs / 1000) });
  }
}
