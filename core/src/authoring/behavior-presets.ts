/** A named `spec.behavior`, for whom it is meant, and what it does. */
export interface BehaviorPreset {
  readonly summary: string;
  readonly behavior: object;
}

/**
 * Scaling behaviours by name. The controller's own defaults (scale up by the larger of 4 pods and 100 % in 15 s; scale down to the
 * highest proposal of 5 minutes, all at once) need no preset: leave `behavior` out.
 */
export const BEHAVIOR_PRESETS = {
  steady: {
    summary: 'small steps both ways, for load that is noisy and pods that are costly to start',
    behavior: {
      scaleUp: {
        stabilizationWindowSeconds: 60,
        selectPolicy: 'Max',
        policies: [
          { type: 'Pods', value: 2, periodSeconds: 60 },
          { type: 'Percent', value: 50, periodSeconds: 60 },
        ],
      },
      scaleDown: {
        stabilizationWindowSeconds: 600,
        policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }],
      },
    },
  },
  'fast-up': {
    summary: 'up at once, down slowly, for traffic that comes in bursts',
    behavior: {
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Max',
        policies: [
          { type: 'Pods', value: 10, periodSeconds: 15 },
          { type: 'Percent', value: 200, periodSeconds: 15 },
        ],
      },
      scaleDown: {
        stabilizationWindowSeconds: 300,
        policies: [{ type: 'Percent', value: 25, periodSeconds: 60 }],
      },
    },
  },
  'slow-start': {
    summary: 'for model servers that take minutes to load: up without waiting, down one pod in two minutes',
    behavior: {
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Max',
        policies: [
          { type: 'Pods', value: 4, periodSeconds: 60 },
          { type: 'Percent', value: 100, periodSeconds: 60 },
        ],
      },
      scaleDown: {
        stabilizationWindowSeconds: 900,
        policies: [{ type: 'Pods', value: 1, periodSeconds: 120 }],
      },
    },
  },
} as const satisfies Readonly<Record<string, BehaviorPreset>>;

export type BehaviorPresetName = keyof typeof BEHAVIOR_PRESETS;

export function isBehaviorPreset(name: string): name is BehaviorPresetName {
  return Object.hasOwn(BEHAVIOR_PRESETS, name);
}
