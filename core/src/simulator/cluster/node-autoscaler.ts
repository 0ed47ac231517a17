import type { NodeGroup, NodeVerdict, PendingPod } from '../../nodes/index.ts';
import { nodeFromTemplate } from '../../nodes/node-group.ts';
import { judgeNodes } from '../../nodes/scale-down.ts';
import { planScaleUp } from '../../nodes/scale-up.ts';
import { FitCheck } from '../../scheduling/fit-check.ts';
import { type SeededRandom, seededRandom } from '../../stats/index.ts';
import type { DecisionSink } from '../decision-record.ts';
import type { AutoscalerScenario } from '../scenario.ts';
import type { ClusterRun, PoolRun } from './cluster-run.ts';
import { nodeGroupOf } from './machine.ts';
import type { Machine } from './pod-and-machine.ts';

/**
 * Cluster Autoscaler's loop over the simulated nodes, by the functions that decide in production: pods that no node, and none on its way, has
 * room for make it add; in a loop that adds nothing, and long enough after the last addition, it takes away what was unneeded for long enough.
 * A loop in which nothing can have changed is not run again: its answer would be the same.
 */
export class NodeAutoscaler {
  readonly #cluster: ClusterRun;
  readonly #scenario: AutoscalerScenario;
  readonly #random: SeededRandom;
  readonly #decided: DecisionSink | undefined;
  #lastAddMs = -Infinity;
  #judgedAt = -1;
  #nextTimerMs = -Infinity;

  constructor(
    cluster: ClusterRun,
    scenario: AutoscalerScenario,
    run: { readonly seed: number; readonly decided?: DecisionSink | undefined },
  ) {
    this.#cluster = cluster;
    this.#scenario = scenario;
    this.#random = seededRandom(run.seed ^ 0xca);
    this.#decided = run.decided;
  }

  loop(nowMs: number): void {
    const { settings, scaleDownDelayAfterAddMs } = this.#scenario;
    if (this.#cluster.waiting.size > 0 && this.#add(nowMs)) {
      this.#lastAddMs = nowMs;
      return;
    }
    if (!settings.scaleDownEnabled || nowMs - this.#lastAddMs < scaleDownDelayAfterAddMs) return;
    this.#takeAway(nowMs);
  }

  #groups(): ReadonlyMap<string, { readonly poolRun: PoolRun; readonly group: NodeGroup }> {
    return new Map(
      this.#cluster.pools.map((poolRun) => {
        const group = nodeGroupOf(poolRun.pool, poolRun.template, poolRun.machines.size);
        return [group.name, { poolRun, group }];
      }),
    );
  }

  #add(nowMs: number): boolean {
    const { snapshot, waiting, pools } = this.#cluster;
    const groups = this.#groups();
    const mark = snapshot.mark();
    const coming = pools.flatMap(({ machines, template }) =>
      [...machines]
        .filter(({ state }) => state === 'starting')
        .map(({ name }) => snapshot.addNode(nodeFromTemplate(template, name))),
    );
    const pending: PendingPod[] = [];
    for (const { drain, owner } of waiting) {
      const place = coming.length > 0 ? new FitCheck(drain.pod, snapshot).firstFit(coming) : undefined;
      if (place) snapshot.addPod(drain.pod, place);
      else pending.push({ pod: drain.pod, controller: owner.name });
    }
    const plan =
      pending.length === 0
        ? undefined
        : planScaleUp({
            snapshot,
            pending,
            groups: [...groups.values()].map(({ group }) => group),
            settings: this.#scenario.settings,
            expanders: {
              random: () => this.#random.next(),
              ...(this.#scenario.priorities && { priorities: this.#scenario.priorities }),
            },
          });
    snapshot.revert(mark);
    if (!plan) return false;
    for (const { group, from, to } of plan.resizes) {
      const { poolRun } = groups.get(group.name)!;
      this.#cluster.order(poolRun, to - from, nowMs);
      this.#tell(nowMs, group.name, from, to, plan.reasons);
    }
    if (plan.resizes.length === 0) this.#tell(nowMs, 'pools', 0, 0, plan.reasons);
    return plan.resizes.length > 0;
  }

  #takeAway(nowMs: number): void {
    const { changes, snapshot } = this.#cluster;
    if (changes === this.#judgedAt && nowMs < this.#nextTimerMs) return;
    const groups = this.#groups();
    const machines = this.#cluster.pools.flatMap((poolRun) =>
      [...poolRun.machines].filter(({ state }) => state === 'ready'),
    );
    const verdicts = judgeNodes({
      snapshot,
      nodes: machines.map((machine) => ({
        view: machine.view,
        pods: [...machine.pods].map(({ drain }) => drain),
        group: groups.get(machine.pool.name)!.group,
        ...(machine.unneededSinceMs !== undefined && { unneededSinceMs: machine.unneededSinceMs }),
      })),
      budgets: [],
      settings: this.#scenario.settings,
      nowMs,
    });
    this.#remember(machines, verdicts, nowMs);
    this.#judgedAt = this.#cluster.changes;
    for (const [i, verdict] of verdicts.entries()) {
      if (verdict.removable) this.#remove(machines[i]!, verdict, nowMs);
    }
  }

  /** Since when each node is unneeded, and when the first of them may go. */
  #remember(machines: readonly Machine[], verdicts: readonly NodeVerdict[], nowMs: number): void {
    this.#nextTimerMs = Infinity;
    for (const [i, { unneeded }] of verdicts.entries()) {
      const machine = machines[i]!;
      if (!unneeded) {
        delete machine.unneededSinceMs;
        continue;
      }
      machine.unneededSinceMs ??= nowMs;
      const dueMs = machine.unneededSinceMs + this.#scenario.settings.scaleDownUnneededMs;
      // One that is due and stays is kept by something else, which only a change can lift.
      if (dueMs >= nowMs) this.#nextTimerMs = Math.min(this.#nextTimerMs, dueMs);
    }
  }

  #remove(machine: Machine, { utilization, moves }: NodeVerdict, nowMs: number): void {
    const share = Math.round((utilization?.share ?? 0) * 100);
    this.#tell(nowMs, machine.name, 1, 0, [
      {
        rule: 'ca/unneeded',
        text: `${machine.name} was unneeded for ${Math.round((nowMs - (machine.unneededSinceMs ?? nowMs)) / 60_000)} min: ${share} % asked for, ${Object.keys(moves).length} pods move`,
        inputs: { utilization: share, pods: Object.keys(moves).length },
      },
    ]);
    this.#cluster.remove(machine, nowMs);
  }

  #tell(
    atMs: number,
    subject: string,
    from: number,
    to: number,
    reasons: Parameters<DecisionSink>[0]['reasons'],
  ): void {
    this.#decided?.({ atMs, controller: 'cluster-autoscaler', subject, from, to, reasons });
  }
}
