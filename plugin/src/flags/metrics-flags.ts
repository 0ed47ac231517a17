import { Flags } from '@oclif/core';

export const noMetricsFlag = {
  'no-metrics': Flags.boolean({ summary: 'Leave Prometheus out: use what the cluster alone knows.' }),
};
