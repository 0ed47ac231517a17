import type { GroupKind, KubernetesObject } from './kubernetes-object.ts';
import type { Path, PathPart, Position, Range } from './ranges.ts';

/** A defect of the file itself (YAML syntax, alias bomb, duplicate key), never of what it declares. */
export interface ParseProblem {
  readonly code: 'syntax' | 'alias-limit' | 'duplicate-key' | 'too-large';
  readonly message: string;
  readonly range: Range;
}

/**
 * What a file turned out to be. `template`: Helm or another text template. Of the objects in it only what is written out is
 * read, no index finds them, and nothing of it is edited. `other`: YAML without any Kubernetes object, left alone.
 */
export type SourceFileKind = 'kubernetes' | 'template' | 'other';

/** One file, parsed once; immutable. Made by `parseSourceFile`. */
export interface SourceFile {
  /** POSIX path relative to the workspace root. */
  readonly path: string;
  readonly text: string;
  readonly kind: SourceFileKind;
  readonly documents: readonly ManifestDocument[];
  readonly problems: readonly ParseProblem[];
  /** Line and column of an offset, for the edges (reports, LSP). */
  positionAt(offset: number): Position;
  /**
   * Drops what the text can be read for again: the nodes and their places, some hundred times as large as it. For who goes through many
   * files.
   */
  release(): void;
  /** The file's own line end, used by edits: `\n` or `\r\n`. */
  readonly lineEnd: '\n' | '\r\n';
}

/** One YAML document of a file. */
export interface ManifestDocument {
  readonly index: number;
  readonly range: Range;
  /** Kubernetes objects in it: one, or the items of a `List`. Empty when it holds none. */
  readonly resources: readonly Resource[];
}

/** One Kubernetes object together with where each of its fields stands in the text. */
export interface Resource extends GroupKind {
  readonly file: SourceFile;
  readonly apiVersion: string;
  readonly version: string;
  readonly name: string;
  /** As written; absent where the manifest names none. */
  readonly namespace?: string;
  /**
   * Stands for what the manifest says at this place: the same object in all versions of the file in which the document's text
   * is the same. What was learnt of one holds for the others, but for ranges.
   */
  readonly content: object;
  /** Whether the text of the document holds these words: a cheap look before any reading. */
  mentions(words: string): boolean;
  /** The object as plain data, aliases and merge keys resolved. */
  readonly object: KubernetesObject;
  /** What `read` makes of the object: done once for all resources with this {@link content}, so pass the same function each time. */
  derive<Value>(read: (object: KubernetesObject) => Value): Value;
  /**
   * Where the node at `path` stands in the file's text. A missing path answers its nearest existing ancestor (its key,
   * for part `key` and for an empty value), so the answer always lies inside the document.
   */
  rangeOf(path: Path, part?: PathPart): Range;
  has(path: Path): boolean;
  /** True where the node at `path` comes from an alias or a merge key, so that an edit would change other places too. */
  isAliased(path: Path): boolean;
}
