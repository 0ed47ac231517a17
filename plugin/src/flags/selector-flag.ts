import { labelSelectorPredicate } from '@kubectl-autoscale/core/ports';
import { Errors, Flags } from '@oclif/core';

const labelSelector = Flags.custom({
  helpValue: 'LABELS',
  parse: (text): Promise<string> => {
    try {
      labelSelectorPredicate(text);
      return Promise.resolve(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return Promise.reject(new Errors.CLIError(error.message, { exit: 2 }));
    }
  },
});

/** `-l`, as kubectl takes it. */
export const selectorFlag = {
  selector: labelSelector({
    char: 'l',
    summary: 'Only objects with these labels: app=chat,tier in (web,api),!canary.',
    helpGroup: 'CLUSTER',
  }),
};
