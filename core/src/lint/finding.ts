import type { Position, Range } from '../manifest/ranges.ts';
import type { TextEdit } from '../manifest/text-edit.ts';

export type Severity = 'error' | 'warning' | 'info';

/** `safe` fixes may be applied unasked (`--fix`); a `suggestion` changes behaviour and is offered only. */
export type FixKind = 'safe' | 'suggestion';

export interface Fix {
  readonly kind: FixKind;
  /** Imperative, for a menu: `Convert to autoscaling/v2`. */
  readonly title: string;
  /** Computed when asked for; minimal, keeping comments, style, units and line ends. */
  edits(): readonly TextEdit[];
}

export interface RelatedLocation {
  readonly file: string;
  readonly range: Range;
  readonly start: Position;
  readonly end: Position;
  readonly message: string;
}

export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** One thing that a rule found, with where and what to do. Byte-equal at every door. */
export interface Finding {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly message: string;
  /** What happens in the cluster if it stays, one sentence; empty for broken YAML. */
  readonly why: string;
  readonly file: string;
  readonly range: Range;
  readonly start: Position;
  readonly end: Position;
  readonly object?: ObjectReference;
  readonly related: readonly RelatedLocation[];
  readonly fixes: readonly Fix[];
}
