import { fitsWithin, type PackingProblem } from './packing-problem.ts';

/** A node of a plan, by numbers: which option it is, how many pods of which class it holds, and what is left. */
export class Bin {
  option: number;
  readonly pods = new Map<number, number>();
  readonly room: Float64Array;
  readonly #problem: PackingProblem;

  constructor(problem: PackingProblem, option: number) {
    this.#problem = problem;
    this.option = option;
    const { width, capacity } = problem;
    this.room = capacity.slice(option * width, (option + 1) * width);
  }

  /** Whether one more pod of the class may come, as far as amounts and the limit for each node say. */
  takes(podClass: number): boolean {
    const { demand, width, classes, eligible, options } = this.#problem;
    return (
      eligible[podClass * options.length + this.option] === 1 &&
      (this.pods.get(podClass) ?? 0) < classes[podClass]!.perNode &&
      fitsWithin(demand, podClass * width, this.room, 0, width)
    );
  }

  add(podClass: number): void {
    this.pods.set(podClass, (this.pods.get(podClass) ?? 0) + 1);
    this.#take(podClass, 1);
  }

  remove(podClass: number): void {
    const held = this.pods.get(podClass) ?? 0;
    if (held > 1) this.pods.set(podClass, held - 1);
    else this.pods.delete(podClass);
    this.#take(podClass, -1);
  }

  /** Makes it another kind of node. False, and nothing changed, where its pods would not fit or may not go there. */
  become(option: number): boolean {
    const { demand, capacity, width, eligible, options } = this.#problem;
    for (const podClass of this.pods.keys()) {
      if (eligible[podClass * options.length + option] !== 1) return false;
    }
    for (let r = 0; r < width; r += 1) {
      let used = 0;
      for (const [podClass, held] of this.pods) used += held * demand[podClass * width + r]!;
      if (used > capacity[option * width + r]!) return false;
    }
    for (let r = 0; r < width; r += 1) {
      this.room[r]! += capacity[option * width + r]! - capacity[this.option * width + r]!;
    }
    this.option = option;
    return true;
  }

  #take(podClass: number, times: number): void {
    const { demand, width } = this.#problem;
    for (let r = 0; r < width; r += 1) this.room[r]! -= times * demand[podClass * width + r]!;
  }
}

/** What the nodes cost an hour. */
export function priceOf(bins: readonly Bin[], { prices }: PackingProblem): number {
  return bins.reduce((sum, { option }) => sum + prices[option]!, 0);
}
