import { Flags } from '@oclif/core';

/** For commands that read one configuration, not one for each file. */
export const configFlag = {
  config: Flags.string({
    summary: 'Configuration file; by default the nearest .kubectl-autoscale.yaml above the working folder.',
    helpValue: 'FILE',
  }),
};
