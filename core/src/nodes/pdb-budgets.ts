import { pdbSelects, type PdbView } from '../apis/pdb.ts';
import type { SchedulingPod } from '../scheduling/pod.ts';

/** What PodDisruptionBudgets still allow, while nodes are emptied one after the other on paper. */
export class PdbBudgets {
  readonly #budgets: readonly { readonly view: PdbView; allowed: number }[];

  constructor(budgets: readonly PdbView[]) {
    this.#budgets = budgets.map((view) => ({ view, allowed: view.status?.disruptionsAllowed ?? 0 }));
  }

  /** Whether some budget is for the pod. */
  covers(pod: SchedulingPod): boolean {
    return this.#of(pod).length > 0;
  }

  /** The name of a budget that allows the pod no disruption any more. */
  spentFor(pod: SchedulingPod): string | undefined {
    return this.#of(pod).find(({ allowed }) => allowed < 1)?.view.metadata.name;
  }

  /** Takes the pods from their budgets. */
  spend(pods: readonly SchedulingPod[]): void {
    for (const pod of pods) for (const budget of this.#of(pod)) budget.allowed -= 1;
  }

  #of({ namespace, labels }: SchedulingPod): readonly { readonly view: PdbView; allowed: number }[] {
    return this.#budgets.filter(
      ({ view }) => view.metadata.namespace === namespace && pdbSelects(view, labels),
    );
  }
}
