import { usageOfReports } from '../advisor/index.ts';
import { type AnnotationContext, measurableWorkloads, offsetAt } from '../language/index.ts';
import {
  createLinter,
  type Finding,
  type Linter,
  type LintRequest,
  type LintResult,
  type UsageFacts,
} from '../lint/index.ts';
import { Workspace } from '../lint/workspace.ts';
import type { SourceFile, WorkspaceIndex } from '../manifest/index.ts';
import type { FolderFiles, LanguageServerAdapters } from './adapters.ts';
import type { ClientSession } from './client-session.ts';
import { FolderData, type FolderDataEvents } from './folder-data.ts';
import { pathBelow, uriBelow } from './folder-uris.ts';
import { folderLintSettings } from './lint-settings.ts';
import { ManifestFolder } from './manifest-folder.ts';
import { DEFAULT_SETTINGS, type ServerSettings } from './protocol/index.ts';
import { findsInOneFile } from './rule-scope.ts';

/** Files that are linted before other work may go on. */
const LINT_BATCH = 20;

/** One workspace folder with its settings: what is linted and measured together. The folder `''` holds documents that are in none. */
export class FolderSession {
  readonly uri: string;
  readonly manifests: ManifestFolder;
  readonly data: FolderData;
  readonly #adapters: LanguageServerAdapters;
  readonly #files: FolderFiles | undefined;
  readonly #openUris = new Map<string, string>();
  #settings: ServerSettings = DEFAULT_SETTINGS;
  #linter: Linter = createLinter();
  #workspace: Workspace | undefined;
  #usage: UsageFacts | undefined;

  constructor(
    uri: string,
    adapters: LanguageServerAdapters,
    events: Pick<FolderDataEvents, 'onStatus' | 'onReports'>,
  ) {
    this.uri = uri;
    this.#adapters = adapters;
    this.#files = uri === '' ? undefined : adapters.openFolder(uri);
    this.manifests = new ManifestFolder(this.#files, adapters.timers);
    this.data = new FolderData(uri, adapters, {
      ...events,
      onReports: () => {
        this.#usage = undefined;
        events.onReports();
      },
      workloads: (namespace) => measurableWorkloads(this.workspace, namespace),
    });
  }

  get settings(): ServerSettings {
    return this.#settings;
  }

  get linter(): Linter {
    return this.#linter;
  }

  get index(): WorkspaceIndex {
    return this.manifests.index;
  }

  /** The objects as rules and annotations ask for them; kept for as long as no manifest changes. */
  get workspace(): Workspace {
    if (this.#workspace?.index !== this.index) {
      this.#workspace = new Workspace(this.index, this.#linter.settings);
    }
    return this.#workspace;
  }

  /** Takes new settings and reads the folder's configuration file. Answers what is wrong with that file, one sentence each. */
  async configure(settings: ServerSettings): Promise<readonly string[]> {
    this.#settings = settings;
    const config = await this.#files?.readConfig();
    const { settings: lintSettings, problems } = folderLintSettings(settings.lint, config);
    this.#linter = createLinter(lintSettings);
    this.#workspace = undefined;
    return problems.map(({ path, message }) => `${config?.path ?? ''}: ${path} ${message}`);
  }

  /** The path of a document in this folder; a document that is in no folder goes by its URI. */
  pathOf(uri: string): string {
    return (this.uri === '' ? undefined : pathBelow(this.uri, uri)) ?? uri;
  }

  /** The URI of a file, as the client wrote it where the document is open. */
  uriOf(path: string): string {
    return this.#openUris.get(path) ?? (this.uri === '' ? path : uriBelow(this.uri, path));
  }

  file(uri: string): SourceFile | undefined {
    return this.index.files.get(this.pathOf(uri));
  }

  /** Answers whether the text is another than before. */
  open(uri: string, text: string): boolean {
    const path = this.pathOf(uri);
    this.#openUris.set(path, uri);
    return this.manifests.open(path, text);
  }

  async close(uri: string): Promise<void> {
    const path = this.pathOf(uri);
    this.#openUris.delete(path);
    await this.manifests.close(path);
  }

  /** What a linter is asked, with what was measured where anything was. The same facts are one object: a linter starts over with others. */
  lintRequest(paths: readonly string[]): LintRequest {
    const { reports, sourceDescription: source, defaultNamespace } = this.data;
    if (reports.size === 0) return { reportOn: paths };
    this.#usage ??= usageOfReports(reports.values(), { source, defaultNamespace });
    return { reportOn: paths, usage: this.#usage };
  }

  /** Findings of some files; while the folder is still being read, only of rules that need no other file. */
  lint(paths: readonly string[]): LintResult {
    if (!this.#settings.enable || this.#settings.lint.preset === 'off') return noFindings;
    const result = this.#linter.lint(this.index, this.lintRequest(paths));
    if (this.manifests.isRead) return result;
    return { ...result, findings: result.findings.filter(({ ruleId }: Finding) => findsInOneFile(ruleId)) };
  }

  /** The same for every file, giving way between batches. `undefined` when it was cancelled, or a manifest changed on the way. */
  async lintAll(isCancelled: () => boolean): Promise<LintResult | undefined> {
    const { index } = this;
    const paths = [...index.files.keys()].sort();
    let all = noFindings;
    for (let start = 0; start === 0 || start < paths.length; start += LINT_BATCH) {
      if (isCancelled() || this.index !== index) return undefined;
      all = joined(all, this.lint(paths.slice(start, start + LINT_BATCH)));
      await this.#adapters.timers.pause();
    }
    return all;
  }

  annotations(client: ClientSession): AnnotationContext {
    const { data, prices } = this.#settings;
    return {
      workspace: this.workspace,
      reports: this.data.reports,
      defaultNamespace: this.data.defaultNamespace,
      nowMs: this.data.nowMs,
      staleAfterMs: 2 * data.refreshMinutes * 60_000,
      period: prices.period,
      timeZone: this.#adapters.timeZone,
      palette: client.colorTheme,
      hasCommand: (command) => client.hasCommand(command),
    };
  }

  dispose(): void {
    this.data.dispose();
  }
}

/** The offsets of an editor's range. */
export function offsetsOf(
  file: SourceFile,
  {
    start,
    end,
  }: { readonly start: Parameters<typeof offsetAt>[1]; readonly end: Parameters<typeof offsetAt>[1] },
): { readonly start: number; readonly end: number } {
  return { start: offsetAt(file, start), end: offsetAt(file, end) };
}

const noFindings: LintResult = {
  findings: [],
  suppressed: [],
  crashedRules: [],
  skippedRules: [],
  filesChecked: 0,
  objectsChecked: 0,
};

/** Two results over different files of one workspace, in the order of the files. */
function joined(a: LintResult, b: LintResult): LintResult {
  return {
    findings: [...a.findings, ...b.findings],
    suppressed: [...a.suppressed, ...b.suppressed],
    crashedRules: [...a.crashedRules, ...b.crashedRules],
    skippedRules: b.skippedRules,
    filesChecked: a.filesChecked + b.filesChecked,
    objectsChecked: a.objectsChecked + b.objectsChecked,
  };
}
