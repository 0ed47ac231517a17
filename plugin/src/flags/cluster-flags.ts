import { Flags } from '@oclif/core';

/** Flags that choose a cluster and a namespace, spelled as kubectl spells them. */
export const clusterFlags = {
  namespace: Flags.string({
    char: 'n',
    summary: "Namespace; the context's own when left out.",
    helpGroup: 'CLUSTER',
    exclusive: ['all-namespaces'],
  }),
  'all-namespaces': Flags.boolean({ char: 'A', summary: 'All namespaces.', helpGroup: 'CLUSTER' }),
  context: Flags.string({ summary: 'Name of the kubeconfig context to use.', helpGroup: 'CLUSTER' }),
  kubeconfig: Flags.string({ summary: 'Path of the kubeconfig file.', helpGroup: 'CLUSTER' }),
  as: Flags.string({ summary: 'User to impersonate.', helpGroup: 'CLUSTER' }),
  recording: Flags.string({
    summary: 'Read cluster and metrics from this recording instead (see "record").',
    helpGroup: 'CLUSTER',
    helpValue: 'DIR',
    exclusive: ['context', 'kubeconfig', 'as'],
  }),
};
