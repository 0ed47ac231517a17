import type { FolderSession } from './folder-session.ts';
import { pathBelow } from './folder-uris.ts';

/** The workspace folders, and one for documents that are in none. */
export class FolderSet {
  readonly #folders = new Map<string, FolderSession>();
  readonly #create: (uri: string) => FolderSession;
  readonly #outside: FolderSession;

  constructor(create: (uri: string) => FolderSession) {
    this.#create = create;
    this.#outside = create('');
  }

  get all(): readonly FolderSession[] {
    return [...this.#folders.values(), this.#outside];
  }

  /** The first workspace folder, else that of documents without one. */
  get first(): FolderSession {
    return this.all[0] ?? this.#outside;
  }

  add(uri: string): void {
    if (!this.#folders.has(uri)) this.#folders.set(uri, this.#create(uri));
  }

  remove(uri: string): void {
    this.#folders.get(uri)?.dispose();
    this.#folders.delete(uri);
  }

  named(uri: string): FolderSession | undefined {
    return this.#folders.get(uri);
  }

  /** The innermost folder that holds a document. */
  of(uri: string): FolderSession {
    const holding = [...this.#folders.values()].filter((folder) => pathBelow(folder.uri, uri) !== undefined);
    return holding.sort((a, b) => b.uri.length - a.uri.length)[0] ?? this.#outside;
  }

  dispose(): void {
    for (const folder of this.all) folder.dispose();
  }
}
