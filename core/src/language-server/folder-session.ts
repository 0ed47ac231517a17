import { createLinter, type Finding, type Linter, type LintResult } from '../lint/index.ts';
import type { FolderFiles, LanguageServerAdapters } from './adapters.ts';
import { pathBelow, uriBelow } from './folder-uris.ts';
import { folderLintSettings } from './lint-settings.ts';
import { ManifestFolder } from './manifest-folder.ts';
import { DEFAULT_SETTINGS, type ServerSettings } from './protocol/index.ts';
import { findsInOneFile } from './rule-scope.ts';

/** One workspace folder with its settings: what is linted together. */
export class FolderSession {
  readonly uri: string;
  readonly manifests: ManifestFolder;
  readonly #files: FolderFiles | undefined;
  readonly #openUris = new Map<string, string>();
  #settings: ServerSettings = DEFAULT_SETTINGS;
  #linter: Linter = createLinter();

  constructor(uri: string, adapters: LanguageServerAdapters) {
    this.uri = uri;
    this.#files = uri === '' ? undefined : adapters.openFolder(uri);
    this.manifests = new ManifestFolder(uri, this.#files, adapters.timers);
  }

  get settings(): ServerSettings {
    return this.#settings;
  }

  /** Takes new settings and reads the folder's configuration file. Answers what is wrong with that file, one sentence each. */
  async configure(settings: ServerSettings): Promise<readonly string[]> {
    this.#settings = settings;
    const config = await this.#files?.readConfig();
    const { settings: lintSettings, problems } = folderLintSettings(settings.lint, config);
    this.#linter = createLinter(lintSettings);
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

  /** Findings of some files; while the folder is still being read, only of rules that need no other file. */
  lint(paths: readonly string[]): LintResult {
    if (!this.#settings.enable || this.#settings.lint.preset === 'off') return noFindings;
    const result = this.#linter.lint(this.manifests.index, { reportOn: paths });
    if (this.manifests.isRead) return result;
    return { ...result, findings: result.findings.filter(({ ruleId }: Finding) => findsInOneFile(ruleId)) };
  }
}

const noFindings: LintResult = {
  findings: [],
  suppressed: [],
  crashedRules: [],
  skippedRules: [],
  filesChecked: 0,
  objectsChecked: 0,
};
