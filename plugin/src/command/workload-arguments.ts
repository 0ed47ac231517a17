import { parseWorkloadRef, type WorkloadRef } from '@kubectl-autoscale/core/apis';

/**
 * The workloads named on a command line, in kubectl's forms: `deploy/chat`, `deploy/a sts/b`, `deployment chat`,
 * `deployment a b`. Answers a message instead where the words make no workload.
 */
export function parseWorkloadArguments(words: readonly string[]): readonly WorkloadRef[] | string {
  const [first, ...rest] = words;
  if (first === undefined) return [];
  const named = first.includes('/') ? words : rest.map((name) => `${first}/${name}`);
  if (named.length === 0) {
    const alone = parseWorkloadRef(`${first}/name`).ok ? undefined : parseWorkloadRef(first);
    if (alone?.ok === false) return alone.error.message;
    return `"${first}" names a kind but no workload: write ${first}/NAME, or leave it out for the whole namespace`;
  }
  const refs: WorkloadRef[] = [];
  for (const word of named) {
    const parsed = parseWorkloadRef(word);
    if (!parsed.ok) return parsed.error.message;
    refs.push(parsed.value);
  }
  return refs;
}
