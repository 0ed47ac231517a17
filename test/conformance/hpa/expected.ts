import { differences } from '../expectation.ts';
import { type KindHandler, SAYS_WHAT_IT_IS, type Vector } from '../vector.ts';

/** What our code answers to a vector: a value for each expectation of its kind, without the word `expected`. */
export type Answers = Readonly<Record<string, unknown>>;

/**
 * A kind whose expectations stand beside its input as `expected…`. Every one that a vector has is compared; one that the kind
 * does not answer fails the vector, so that none goes unread, and so does an input field that is not among `inputs`.
 */
export function kindOf(inputs: readonly string[], answer: (vector: Vector) => Answers): KindHandler {
  return (vector) => {
    const unread = Object.keys(vector).filter(
      (field) => !inputs.includes(field) && !SAYS_WHAT_IT_IS.test(field),
    );
    if (unread.length > 0) {
      return [
        `${unread.join(', ')}: not known to a vector of kind ${vector.kind}; known are ${inputs.join(', ')}`,
      ];
    }
    const expectations = Object.keys(vector).filter((field) => field.startsWith('expected'));
    if (expectations.length === 0) return ['the vector expects nothing'];
    const answers = answer(vector);
    return expectations.flatMap((field) => compare(vector, field, answers));
  };
}

function compare(vector: Vector, field: string, answers: Answers): readonly string[] {
  const contains = /^expected(.*)Contains$/.exec(field)?.[1];
  const name = contains ?? field.slice('expected'.length);
  if (!(name in answers)) return [`${field} means nothing for a vector of kind ${vector.kind}`];
  const expected = vector[field];
  const actual = plain(answers[name]);
  if (contains === undefined) return differences(expected, actual, field);
  const found = typeof expected === 'string' && typeof actual === 'string' && actual.includes(expected);
  return found ? [] : [`${field}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`];
}

/** An answer as JSON has it: an int64 is a number there, and a map an object. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, entry]) => [key, plain(entry)]));
  return value;
}
