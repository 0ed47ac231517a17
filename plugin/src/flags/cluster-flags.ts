import { Flags } from '@oclif/core';

const namespace = {
  char: 'n',
  summary: "Namespace; the context's own when left out.",
  helpGroup: 'CLUSTER',
} as const;

/** Flags of commands about a cluster as a whole, spelled as kubectl spells them. */
export const wholeClusterFlags = {
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

const contextNames = Flags.custom<readonly string[]>({
  helpValue: 'NAME,NAME,…',
  parse: (text) =>
    Promise.resolve([...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== '')),
});

/** Several clusters at once. */
export const contextsFlag = {
  contexts: contextNames({
    summary: 'Ask these contexts of the kubeconfig: one table, and what differs between them.',
    helpGroup: 'CLUSTER',
    exclusive: ['context', 'recording', 'prometheus-url'],
  }),
};

/** Flags of commands about one object. */
export const oneNamespaceFlags = { namespace: Flags.string(namespace), ...wholeClusterFlags };

/** Flags that choose a cluster and a namespace, or all of them. */
export const clusterFlags = {
  ...oneNamespaceFlags,
  namespace: Flags.string({ ...namespace, exclusive: ['all-namespaces'] }),
  'all-namespaces': Flags.boolean({ char: 'A', summary: 'All namespaces.', helpGroup: 'CLUSTER' }),
};
