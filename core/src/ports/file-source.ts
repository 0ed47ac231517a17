/** Where manifests and recordings are read from. Paths are POSIX, relative to the source's root. */
export interface FileSource {
  /** For people: the root folder as the user named it. */
  readonly description: string;
  /**
   * Files below the given paths whose names have one of the endings (`.yaml`), sorted by path; `.gitignore` respected. A
   * path that names a file is taken as it is. Throws {@link SourceError} (`not-found`) for a path that is not there.
   */
  list(paths: readonly string[], endings: readonly string[]): Promise<readonly string[]>;
  /** The file's bytes decoded as UTF-8, BOM kept. Throws {@link SourceError} when it cannot be read or is no text. */
  read(path: string): Promise<string>;
}
