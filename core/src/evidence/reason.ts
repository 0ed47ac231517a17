/**
 * Why a decision came out as it did: the rule that applied, in words, and what went in. `explain`, the hover and
 * the simulator's trace all print this one object.
 */
export interface Reason {
  /** Stable identifier of the rule, for example `hpa/tolerance` or the controller's own `ScaleDownStabilized`. */
  readonly rule: string;
  /** One sentence for people, with units. */
  readonly text: string;
  /** The figures that the rule looked at, by name. */
  readonly inputs: Readonly<Record<string, string | number | boolean>>;
}

/** Reasons that are put into words when they are read: the words take longer than most decisions, and most are never read. */
export type LaterReasons = () => readonly Reason[];
