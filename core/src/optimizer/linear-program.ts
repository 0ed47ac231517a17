/** Minimize Σ cost · x with every variable at least 0. */
export interface LinearProgram {
  readonly columns: readonly LinearColumn[];
  readonly rows: readonly LinearRow[];
}

export interface LinearColumn {
  readonly cost: number;
  /** No limit where absent. */
  readonly upper?: number;
  /** Whole numbers only. */
  readonly integer?: boolean;
}

/** `lower ≤ Σ value · column ≤ upper`; a side that is absent is open. */
export interface LinearRow {
  readonly lower?: number;
  readonly upper?: number;
  readonly entries: readonly (readonly [column: number, value: number])[];
}

export interface LinearSolution {
  /** Whether it is proved that there is nothing better; a time limit may end the search before. */
  readonly optimal: boolean;
  /** No solution costs less; the cost itself where it is optimal. */
  readonly bound: number;
  /** The value of each column. */
  readonly values: readonly number[];
  /** What one more unit of each row's bound would change; empty for programs with whole numbers. */
  readonly duals: readonly number[];
}

/** Solves one program. `undefined` where it has no solution, or none was found in time. */
export type LinearSolver = (
  program: LinearProgram,
  options: { readonly timeLimitMs: number },
) => LinearSolution | undefined;
