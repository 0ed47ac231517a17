import type { Model } from './model.ts';

/** The mean of the last `window` observed values, held: what a reactive autoscaler sees. With 1 it repeats the last value. */
export function movingAverage(name: string, window: number): Model {
  return {
    name,
    scale: 'observed',
    fit: () => ({
      forecast: ({ observed, end }, horizon) => {
        const length = Math.min(window, end);
        let sum = 0;
        for (let i = end - length; i < end; i++) sum += observed[i]!;
        return new Float64Array(horizon).fill(sum / length);
      },
    }),
  };
}
