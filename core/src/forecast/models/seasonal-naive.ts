import type { Model, ModelContext } from './model.ts';

/**
 * The value one cycle earlier (two for steps beyond the first cycle's end, and so on: the newest that is known).
 * Needs one whole cycle.
 */
export function seasonalNaive(name: string, cycle: (context: ModelContext) => number): Model {
  return {
    name,
    scale: 'transformed',
    fit: (view, context) => {
      const length = cycle(context);
      if (length < 2 || view.end < length) return undefined;
      return {
        forecast: ({ values, end }, horizon) => {
          const answer = new Float64Array(horizon);
          for (let step = 0; step < horizon; step++) answer[step] = values[end - length + (step % length)]!;
          return answer;
        },
      };
    },
  };
}
