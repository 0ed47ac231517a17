import {
  createWorkspaceIndex,
  parseSourceFile,
  type SourceFile,
  type WorkspaceIndex,
} from '../manifest/index.ts';
import { SourceError } from '../ports/index.ts';
import type { FolderFiles, ListedFile, Timers } from './adapters.ts';
import { MAX_FILE_BYTES } from './protocol/index.ts';

/** Files that are read side by side. */
const BATCH = 32;

/** What was left out when a folder was read. */
export interface LeftOut {
  readonly tooMany: number;
  readonly tooLarge: readonly string[];
  readonly unreadable: readonly string[];
}

const nothing: LeftOut = { tooMany: 0, tooLarge: [], unreadable: [] };

/**
 * The manifests of one workspace folder: what is on disk, with the text of open documents laid over it. Reading never blocks for long: it
 * gives way between batches.
 */
export class ManifestFolder {
  readonly #files: FolderFiles | undefined;
  readonly #timers: Timers;
  readonly #open = new Map<string, string>();
  readonly #largeOpen = new Set<string>();
  /** Open documents whose text was not parsed yet: that waits until somebody asks. */
  readonly #changed = new Set<string>();
  #index: WorkspaceIndex = createWorkspaceIndex([]);
  #leftOut = nothing;
  #isRead: boolean;

  constructor(files: FolderFiles | undefined, timers: Timers) {
    this.#files = files;
    this.#timers = timers;
    this.#isRead = files === undefined;
  }

  get index(): WorkspaceIndex {
    for (const path of this.#changed) this.#put(path, this.#open.get(path) ?? '');
    this.#changed.clear();
    return this.#index;
  }

  get leftOut(): LeftOut {
    const { tooLarge, ...others } = this.#leftOut;
    return { ...others, tooLarge: [...new Set([...tooLarge, ...this.#largeOpen])].sort() };
  }

  /** Whether every manifest of the folder is known: only then is what is not found absent. */
  get isRead(): boolean {
    return this.#isRead;
  }

  get openPaths(): readonly string[] {
    return [...this.#open.keys()].sort();
  }

  has(path: string): boolean {
    return this.#index.files.has(path);
  }

  /** Takes the text of an open document in place of what is on disk. Only changed YAML documents are parsed again; answers whether there are any. */
  open(path: string, text: string): boolean {
    if (this.#open.get(path) === text) return false;
    this.#open.set(path, text);
    this.#changed.add(path);
    return true;
  }

  /** The document is closed: what is on disk counts again. */
  async close(path: string): Promise<void> {
    this.#open.delete(path);
    this.#changed.delete(path);
    this.#largeOpen.delete(path);
    await this.refresh([path]);
  }

  /** Reads the folder anew. What is open stays as it is in the editor. Throws `SourceError` where it cannot be listed. */
  async read(maxCount: number): Promise<void> {
    if (!this.#files) return;
    const listed = await this.#files.list();
    const small = listed.filter(({ bytes }) => bytes <= MAX_FILE_BYTES);
    const wanted = [...small].sort(yamlFirst).slice(0, maxCount);
    const unreadable: string[] = [];
    const gone = new Set([...this.#index.files.keys()].filter((path) => !this.#open.has(path)));
    for (let start = 0; start < wanted.length; start += BATCH) {
      const paths = wanted.slice(start, start + BATCH).map(({ path }) => path);
      unreadable.push(...(await this.#load(paths)));
      for (const path of paths) gone.delete(path);
      await this.#timers.pause();
    }
    this.#index = this.#index.without(...gone, ...unreadable);
    this.#leftOut = {
      tooMany: small.length - wanted.length,
      tooLarge: listed.filter(({ bytes }) => bytes > MAX_FILE_BYTES).map(({ path }) => path),
      unreadable,
    };
    this.#isRead = true;
  }

  /** Reads some files again; those that are gone leave the index. */
  async refresh(paths: readonly string[]): Promise<void> {
    const missing = await this.#load(paths);
    this.#index = this.#index.without(...missing.filter((path) => !this.#open.has(path)));
  }

  #file(path: string): SourceFile | undefined {
    return this.#index.files.get(path);
  }

  /** Answers the paths that could not be read. */
  async #load(paths: readonly string[]): Promise<readonly string[]> {
    const files = this.#files;
    const closed = paths.filter((path) => !this.#open.has(path));
    const texts = await Promise.all(
      closed.map((path) => files?.read(path).catch(undefinedIfUnavailable) ?? Promise.resolve(undefined)),
    );
    const parsed: SourceFile[] = [];
    const missing: string[] = [];
    for (const [index, path] of closed.entries()) {
      const text = texts[index];
      if (this.#open.has(path)) continue;
      if (text === undefined) missing.push(path);
      else if (this.#file(path)?.text !== text) parsed.push(parseSourceFile(path, text, this.#file(path)));
    }
    this.#index = this.#index.with(...parsed);
    return missing;
  }

  #put(path: string, text: string): void {
    if (text.length > MAX_FILE_BYTES) {
      this.#largeOpen.add(path);
      this.#index = this.#index.without(path);
      return;
    }
    this.#largeOpen.delete(path);
    this.#index = this.#index.with(parseSourceFile(path, text, this.#file(path)));
  }
}

function undefinedIfUnavailable(error: unknown): undefined {
  if (!(error instanceof SourceError)) throw error;
  return undefined;
}

/** JSON is rarely a manifest: where there are too many files it goes first. */
function yamlFirst(a: ListedFile, b: ListedFile): number {
  const [first, second] = [a, b].map(({ path }) => Number(path.endsWith('.json')));
  return (first ?? 0) - (second ?? 0) || (a.path < b.path ? -1 : 1);
}
