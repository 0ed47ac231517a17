/** One reader of input from outside, with what must hold of it whatever the input is. */
export interface FuzzTarget {
  /** Also the name of its folder of regressions. */
  readonly name: string;
  /** Inputs that are nearly right: mutation starts from them. */
  readonly seeds: () => readonly string[];
  /** UTF-16 code units; longer mutants are cut. */
  readonly longest: number;
  /** Throws where something does not hold. A refusal that is an answer of the reader is fine. */
  readonly check: (input: string) => void | Promise<void>;
}

/** What a check throws where the input shows a mistake of ours. */
export class Broken extends Error {}

export function hold(condition: boolean, what: string): void {
  if (!condition) throw new Broken(what);
}
