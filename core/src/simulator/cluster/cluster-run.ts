import { FitCheck } from '../../scheduling/fit-check.ts';
import type { NodeInfo } from '../../scheduling/node-info.ts';
import { ClusterSnapshot } from '../../scheduling/snapshot.ts';
import { type SeededRandom, seededRandom } from '../../stats/index.ts';
import type { DecisionSink } from '../decision-record.ts';
import { type EventQueue, phases } from '../event-queue.ts';
import type { ClusterScenario, NodePool } from '../scenario.ts';
import { orderedMachine, poolTemplate } from './machine.ts';
import type { Places } from './places.ts';
import type { Machine, PodOwner, SimPod } from './pod-and-machine.ts';

const HOUR = 3_600_000;

/** Pools with what is made of them: templates once, machines over time. */
export interface PoolRun {
  readonly pool: NodePool;
  readonly template: ReturnType<typeof poolTemplate>;
  readonly machines: Set<Machine>;
}

/**
 * The nodes of a run, the pods on them, and the scheduler: pods in the order of their priority, then of their age, each to the node that is least
 * full afterwards among those that it fits (kube-scheduler's filters, and its default score LeastAllocated over CPU and memory; of equals, the oldest
 * node). Where it fits none, it takes the place of pods of lower priority.
 */
export class ClusterRun implements Places {
  readonly snapshot = new ClusterSnapshot([]);
  readonly pools: readonly PoolRun[];
  readonly #events: EventQueue;
  readonly #random: SeededRandom;
  readonly #decided: DecisionSink | undefined;
  readonly #waiting = new Set<SimPod>();
  readonly #machineByName = new Map<string, Machine>();
  readonly #nodeMs = new Map<NodePool, number>();
  #machines = 0;
  #changes = 0;
  #isPlanned = false;
  #waitingMs = 0;
  #waitingSinceMs: number;
  mostNodes = 0;

  constructor(
    scenario: ClusterScenario,
    run: {
      readonly startMs: number;
      readonly seed: number;
      readonly events: EventQueue;
      readonly decided?: DecisionSink | undefined;
    },
  ) {
    this.#events = run.events;
    this.#random = seededRandom(run.seed ^ 0x5eed);
    this.#decided = run.decided;
    this.#waitingSinceMs = run.startMs;
    this.pools = scenario.pools.map((pool) => ({ pool, template: poolTemplate(pool), machines: new Set() }));
    for (const poolRun of this.pools) {
      for (let count = 0; count < poolRun.pool.initialSize; count++) {
        this.#ready(this.#newMachine(poolRun, run.startMs), run.startMs);
      }
    }
  }

  /** Grows with everything that may change what fits where. */
  get changes(): number {
    return this.#changes;
  }

  get waiting(): ReadonlySet<SimPod> {
    return this.#waiting;
  }

  machine(name: string): Machine | undefined {
    return this.#machineByName.get(name);
  }

  get nodes(): number {
    return this.#machineByName.size;
  }

  request(pod: SimPod, nowMs: number): void {
    this.#countWaiting(nowMs);
    this.#waiting.add(pod);
    this.#changed(nowMs);
  }

  release(pod: SimPod, nowMs: number): void {
    if (this.#waiting.has(pod)) {
      this.#countWaiting(nowMs);
      this.#waiting.delete(pod);
    }
    if (this.#takeOff(pod)) this.#changed(nowMs);
  }

  /** Orders nodes; each is Ready after its own time. */
  order(poolRun: PoolRun, count: number, nowMs: number): void {
    const { least, most } = poolRun.pool.startMs;
    for (let i = 0; i < count; i++) {
      const machine = this.#newMachine(poolRun, nowMs);
      const readyMs = nowMs + Math.round(least + this.#random.next() * (most - least));
      this.#events.at(readyMs, phases.machine, (atMs) => {
        if (machine.state === 'starting') this.#ready(machine, atMs);
      });
    }
  }

  /** Takes a node away: what still runs on it is evicted. */
  remove(machine: Machine, nowMs: number): void {
    if (machine.state === 'gone') return;
    machine.state = 'gone';
    this.#nodeMs.set(machine.pool, (this.#nodeMs.get(machine.pool) ?? 0) + nowMs - machine.orderedMs);
    this.#machineByName.delete(machine.name);
    this.pools.find(({ pool }) => pool === machine.pool)!.machines.delete(machine);
    const pods = [...machine.pods];
    for (const pod of pods) this.#takeOff(pod);
    this.snapshot.removeNode(machine.name);
    delete machine.info;
    for (const pod of pods) if (pod.state !== 'ending') pod.owner.evicted(pod, nowMs);
    this.#changed(nowMs);
  }

  /** Node milliseconds of a pool up to now, the machines that are still there included. */
  nodeMs({ pool, machines }: PoolRun, nowMs: number): number {
    let sum = this.#nodeMs.get(pool) ?? 0;
    for (const { orderedMs } of machines) sum += nowMs - orderedMs;
    return sum;
  }

  /** Pod milliseconds of waiting for a node, up to now. Placeholders do not count. */
  waitingMs(nowMs: number): number {
    this.#countWaiting(nowMs);
    return this.#waitingMs;
  }

  #newMachine(poolRun: PoolRun, nowMs: number): Machine {
    const { pool, template, machines } = poolRun;
    const machine = orderedMachine(`${pool.name}-${(this.#machines += 1)}`, pool, template, nowMs);
    machines.add(machine);
    this.#machineByName.set(machine.name, machine);
    this.mostNodes = Math.max(this.mostNodes, this.#machineByName.size);
    return machine;
  }

  #ready(machine: Machine, nowMs: number): void {
    machine.state = 'ready';
    machine.info = this.snapshot.addNode(machine.node);
    const { spot } = machine.pool;
    if (spot && spot.interruptionsPerHour > 0) {
      const hours = -Math.log(1 - this.#random.next()) / spot.interruptionsPerHour;
      this.#events.at(nowMs + Math.round(hours * HOUR), phases.machine, (atMs) =>
        this.#interrupt(machine, spot.noticeMs, atMs),
      );
    }
    this.#changed(nowMs);
  }

  /** The cloud wants the machine back: nothing more is put on it, what runs there moves at once, and then it is gone. */
  #interrupt(machine: Machine, noticeMs: number, nowMs: number): void {
    if (machine.state !== 'ready') return;
    machine.state = 'leaving';
    this.#decided?.({
      atMs: nowMs,
      controller: 'cloud',
      subject: machine.name,
      from: 1,
      to: 0,
      reasons: [
        {
          rule: 'cloud/spot-interruption',
          text: `the cloud takes ${machine.name} back in ${noticeMs / 1000} s`,
          inputs: { noticeMs },
        },
      ],
    });
    for (const pod of [...machine.pods]) {
      this.#takeOff(pod);
      if (pod.state !== 'ending') pod.owner.evicted(pod, nowMs);
    }
    this.snapshot.removeNode(machine.name);
    delete machine.info;
    this.#events.at(nowMs + noticeMs, phases.machine, (atMs) => this.remove(machine, atMs));
    this.#changed(nowMs);
  }

  #changed(nowMs: number): void {
    this.#changes += 1;
    if (this.#isPlanned || this.#waiting.size === 0) return;
    this.#isPlanned = true;
    this.#events.at(nowMs, phases.scheduling, (atMs) => this.#schedule(atMs));
  }

  #schedule(nowMs: number): void {
    this.#isPlanned = false;
    this.#countWaiting(nowMs);
    const hopeless = new Set<PodOwner>();
    for (const pod of this.#inOrder()) {
      if (hopeless.has(pod.owner)) continue;
      const info = this.#bestNode(pod) ?? this.#preempt(pod, nowMs);
      if (info) this.#put(pod, info, nowMs);
      else hopeless.add(pod.owner);
    }
  }

  #inOrder(): readonly SimPod[] {
    return [...this.#waiting].sort(
      (a, b) => b.owner.priority - a.owner.priority || a.createdMs - b.createdMs,
    );
  }

  #put(pod: SimPod, info: NodeInfo, nowMs: number): void {
    this.#waiting.delete(pod);
    const machine = this.#machineByName.get(info.node.name)!;
    pod.machine = machine;
    machine.pods.add(pod);
    this.snapshot.addPod(pod.drain.pod, info);
    this.snapshot.keep();
    this.#changes += 1;
    pod.owner.placed(pod, nowMs);
  }

  #takeOff(pod: SimPod): boolean {
    const { machine } = pod;
    if (!machine) return false;
    machine.pods.delete(pod);
    delete pod.machine;
    if (machine.info) this.snapshot.removePod(pod.drain.pod, machine.info);
    this.snapshot.keep();
    return true;
  }

  #bestNode({ drain: { pod } }: SimPod): NodeInfo | undefined {
    const check = new FitCheck(pod, this.snapshot);
    let best: NodeInfo | undefined;
    let bestScore = -1;
    for (const info of this.snapshot.nodes()) {
      const score = leastAllocated(info, pod.requests);
      if (score > bestScore && check.fits(info)) {
        best = info;
        bestScore = score;
      }
    }
    return best;
  }

  /** Evicts pods of lower priority from the first node where that makes room, no more of them than are needed. */
  #preempt(pod: SimPod, nowMs: number): NodeInfo | undefined {
    for (const { machines } of this.pools) {
      for (const machine of machines) {
        if (!machine.info) continue;
        const victims = [...machine.pods].filter(({ owner }) => owner.priority < pod.owner.priority);
        const mark = this.snapshot.mark();
        const taken: SimPod[] = [];
        let fits = false;
        for (const victim of victims) {
          this.snapshot.removePod(victim.drain.pod, machine.info);
          taken.push(victim);
          fits = new FitCheck(pod.drain.pod, this.snapshot).fits(machine.info);
          if (fits) break;
        }
        this.snapshot.revert(mark);
        if (!fits) continue;
        for (const victim of taken) {
          this.#takeOff(victim);
          victim.owner.evicted(victim, nowMs);
        }
        return machine.info;
      }
    }
    return undefined;
  }

  #countWaiting(nowMs: number): void {
    let real = 0;
    for (const { owner } of this.#waiting) if (owner.priority >= 0) real += 1;
    this.#waitingMs += real * (nowMs - this.#waitingSinceMs);
    this.#waitingSinceMs = nowMs;
  }
}

/** Mean free share of CPU and memory with the pod on it, 0–1; below 0 where it does not fit. */
function leastAllocated(info: NodeInfo, requests: readonly (readonly [string, number])[]): number {
  let cpu = info.free('cpu');
  let memory = info.free('memory');
  for (const [resource, amount] of requests) {
    if (resource === 'cpu') cpu -= amount;
    else if (resource === 'memory') memory -= amount;
  }
  return (cpu / (info.allocatable('cpu') || 1) + memory / (info.allocatable('memory') || 1)) / 2;
}
