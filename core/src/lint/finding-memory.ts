import type { Resource } from '../manifest/source-file.ts';
import type { WorkspaceIndex } from '../manifest/workspace-index.ts';
import type { Finding } from './finding.ts';
import type { Lookups } from './lookups.ts';

/**
 * What rules found before, so that a change of one document costs that document and what looks it up. That a rule found nothing holds
 * in every version of the file, for as long as its lookups do. What it found has places, which hold for this very version; they
 * are kept where the rule looked at this object alone.
 */
export class FindingMemory {
  readonly #nothing = new WeakMap<object, Map<string, Lookups>>();
  readonly #findings = new WeakMap<Resource, Map<string, readonly Finding[]>>();

  recall(ruleId: string, resource: Resource, index: WorkspaceIndex): readonly Finding[] | undefined {
    if (this.#nothing.get(resource.content)?.get(ruleId)?.holdIn(index) === true) return [];
    return this.#findings.get(resource)?.get(ruleId);
  }

  /** `isLocal`: found by a rule that looks at no other object. */
  keep(
    ruleId: string,
    resource: Resource,
    findings: readonly Finding[],
    lookups: Lookups,
    isLocal: boolean,
  ): void {
    if (findings.length === 0) entryOf(this.#nothing, resource.content).set(ruleId, lookups);
    else if (isLocal) entryOf(this.#findings, resource).set(ruleId, findings);
  }
}

function entryOf<Key extends object, Value>(
  map: WeakMap<Key, Map<string, Value>>,
  key: Key,
): Map<string, Value> {
  const known = map.get(key);
  if (known) return known;
  const entry = new Map<string, Value>();
  map.set(key, entry);
  return entry;
}
