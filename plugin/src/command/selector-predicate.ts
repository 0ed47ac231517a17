import { labelSelectorPredicate } from '@kubectl-autoscale/core/ports';
import { fail, ok, type Result } from '@kubectl-autoscale/core/units';

type Labels = Readonly<Record<string, string>>;

/** Whether labels match a selector of the command line; without one, all do. The error says what is wrong with it. */
export function selectorPredicate(text: string | undefined): Result<(labels: Labels) => boolean, string> {
  if (text === undefined) return ok(() => true);
  try {
    return ok(labelSelectorPredicate(text));
  } catch (error) {
    if (error instanceof RangeError) return fail(`--selector: ${error.message}`);
    throw error;
  }
}
