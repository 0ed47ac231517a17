import type { ReportDrift } from './contexts-report.ts';

type Value = string | number;

/** What is configured in one context: of each subject its fields. */
export interface ContextFacts {
  readonly context: string;
  readonly facts: ReadonlyMap<string, ReadonlyMap<string, Value>>;
}

/**
 * Every field that is not the same in all contexts, by subject and field. A subject that some contexts do not have is said once, as
 * `exists`; its fields are compared among those that have it. A field that only some of these have differs.
 */
export function driftOf(contexts: readonly ContextFacts[]): ReportDrift[] {
  const subjects = [...new Set(contexts.flatMap(({ facts }) => [...facts.keys()]))].sort();
  return subjects.flatMap((subject) => {
    const having = contexts.filter(({ facts }) => facts.has(subject));
    const fields = [...new Set(having.flatMap(({ facts }) => [...(facts.get(subject)?.keys() ?? [])]))];
    return [
      ...(having.length < contexts.length ? [existence(subject, contexts)] : []),
      ...fields.flatMap((field) => {
        const values = having.map(({ context, facts }) => [context, facts.get(subject)?.get(field) ?? null]);
        const isSame = new Set(values.map(([, value]) => value)).size === 1;
        return isSame
          ? []
          : [{ subject, field, values: Object.fromEntries(values) as ReportDrift['values'] }];
      }),
    ];
  });
}

function existence(subject: string, contexts: readonly ContextFacts[]): ReportDrift {
  const values = contexts.map(({ context, facts }) => [context, facts.has(subject) ? 'yes' : null]);
  return { subject, field: 'exists', values: Object.fromEntries(values) as ReportDrift['values'] };
}
