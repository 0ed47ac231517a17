import type { HpaSpec } from '../../hpa/index.ts';
import { fail, formatNumber, formatShare, ok, type Result } from '../../units/index.ts';
import { changedHpa, type HpaChanges } from '../own-hpa/hpa-changes.ts';
import { loadAtTarget } from '../own-hpa/load-at-target.ts';
import { type KnownMetrics, type OwnHpa, ownHpaTitle, readOwnHpa } from '../own-hpa/own-hpa.ts';
import { replicaCapacity } from '../serving/service-profile.ts';
import type { ServiceCase } from '../strategies/service-case.ts';

/** With more than this share of what it can serve, a replica's queue outgrows any goal. */
const MOST_SHARE = 0.95;

/** An HPA that the service has or shall have, and what of it is to be tried otherwise. */
export interface OwnHpaChoice {
  readonly spec: HpaSpec;
  readonly signals: KnownMetrics['signals'];
  /** The file that it is from; absent for the one that the workload has. */
  readonly file?: string;
  /** As it was written, for people: `min=4,target=60`. */
  readonly changes?: { readonly text: string; readonly of: HpaChanges };
}

/** The service with its HPA, changed and unchanged, as strategies; the error says why the change cannot be tried. */
export function withOwnHpa(
  of: ServiceCase,
  choice: OwnHpaChoice | undefined,
  perRequest: KnownMetrics['perRequest'],
): Result<{ readonly of: ServiceCase; readonly notes: readonly string[] }, string> {
  if (choice === undefined) return ok({ of, notes: [] });
  const { spec, signals, changes } = choice;
  const { hpa: read, notes } = readOwnHpa(spec, { perRequest, signals });
  const title = ownHpaTitle(choice);
  if (read === undefined) {
    return changes === undefined
      ? ok({ of, notes: [`${title} is not among the strategies`, ...notes] })
      : fail(`the HPA cannot be simulated: ${notes.join('; ')}`);
  }
  const hpa = choice.file === undefined ? read : { ...read, file: choice.file };
  if (changes === undefined) {
    return ok({ of: { ...of, ownHpa: hpa }, notes: [...notes, ...overload(of, hpa, title)] });
  }
  const changed = changedHpa(hpa.spec, changes.of);
  if (!changed.ok) return changed;
  const whatIfHpa = { ...hpa, spec: changed.value, changes: changes.text };
  return ok({
    of: { ...of, ownHpa: hpa, whatIfHpa },
    notes: [...notes, ...overload(of, hpa, title), ...overload(of, whatIfHpa, `with ${changes.text} it`)],
  });
}

/** A target that no replica can carry: the metric may never reach it, and nothing is scaled. */
function overload(of: ServiceCase, hpa: OwnHpa, subject: string): readonly string[] {
  const load = loadAtTarget(of, hpa) ?? 0;
  const capacity = replicaCapacity(of.service);
  if (load <= MOST_SHARE * capacity) return [];
  return [
    `${subject} wants each replica to carry ${formatNumber(load, 3)} requests/s, ${formatShare(load / capacity)} of what it can: it scales up too late, or never`,
  ];
}
