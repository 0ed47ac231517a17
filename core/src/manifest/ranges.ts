/** A stretch of a file's text: UTF-16 offsets, `end` exclusive. Inside the engine everything speaks offsets. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The way to a node inside an object: `['spec', 'metrics', 0, 'resource', 'name']`. */
export type Path = readonly (string | number)[];

/**
 * Which part of a mapping entry or sequence item is meant: the key (`replicas`), the value (`3`), or the whole
 * entry with both.
 */
export type PathPart = 'key' | 'value' | 'entry';

/** A place for people and for reports: counted from 1, columns in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}
