import type { Refusal } from '#core/scheduling/index.ts';

/** What the scheduler and we said, counted for a table. */
export class Agreement {
  readonly #reasons = new Map<string, { pods: number; pairs: number }>();
  #bound = 0;
  #fitting = 0;
  #refused = 0;

  /** A pod that the scheduler refused; what we say of each node was the same, or the test has failed before. */
  refused(refusals: readonly (readonly Refusal[])[]): void {
    this.#refused += 1;
    const seen = new Set<string>();
    for (const { plugin, reason } of refusals.flat()) {
      const row = `${plugin} | ${reason}`;
      const count = this.#reasons.get(row) ?? { pods: 0, pairs: 0 };
      this.#reasons.set(row, { pods: count.pods + (seen.has(row) ? 0 : 1), pairs: count.pairs + 1 });
      seen.add(row);
    }
  }

  /** A pod that it bound to one of so many nodes that we let pass. */
  bound(fitting: number): void {
    this.#bound += 1;
    this.#fitting += fitting;
  }

  get counts(): { readonly bound: number; readonly refused: number; readonly reasons: number } {
    return { bound: this.#bound, refused: this.#refused, reasons: this.#reasons.size };
  }

  /** Markdown. */
  table(nodes: number): string {
    const rows = [...this.#reasons]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([row, { pods, pairs }]) => `| ${row} | ${pods} | ${pairs} |`);
    const [bound, refused] = [this.#bound, this.#refused];
    return [
      `${bound + refused} pods on ${nodes} nodes: ${bound} bound (each to one of the ${this.#fitting} places that we had for them),`,
      `${refused} refused (${refused * nodes} pairs of pod and node, all with the same reasons).`,
      '',
      '| filter | reason | pods | pairs of pod and node |',
      '| --- | --- | ---: | ---: |',
      ...rows,
    ].join('\n');
  }
}
