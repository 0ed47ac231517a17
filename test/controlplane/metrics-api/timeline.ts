/** A value of a metric, in base units; `missing` when there is no sample; an error when the API fails. */
export type ScriptedValue = number | 'missing' | { readonly error: string };

/**
 * A value over time, as plain data so that it can be kept beside what was recorded with it.
 * `steps`: each value holds from its second on. `linear`: values between two points lie on the line between them.
 * Before the first point the first value holds, after the last the last.
 */
export type Timeline =
  | { readonly steps: readonly (readonly [atSeconds: number, value: ScriptedValue])[] }
  | { readonly linear: readonly (readonly [atSeconds: number, value: number])[] };

/** The value of a timeline at a time. Throws for a timeline without points. */
export function valueAt(timeline: Timeline, atSeconds: number): ScriptedValue {
  if ('steps' in timeline) {
    const current = timeline.steps.findLast(([from]) => from <= atSeconds) ?? timeline.steps[0];
    if (!current) throw new Error('a timeline needs at least one step');
    return current[1];
  }
  const next = timeline.linear.findIndex(([from]) => from > atSeconds);
  const [after, before] = [
    timeline.linear[next],
    timeline.linear.at(next === -1 ? -1 : Math.max(0, next - 1)),
  ];
  if (!before) throw new Error('a timeline needs at least one point');
  if (!after || atSeconds <= before[0]) return before[1];
  return before[1] + ((after[1] - before[1]) * (atSeconds - before[0])) / (after[0] - before[0]);
}
