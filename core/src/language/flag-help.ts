/** What a flag of the Cluster Autoscaler does, in one sentence, and its default. */
export interface FlagHelp {
  readonly does: string;
  /** Absent where it depends on the release or there is none. */
  readonly default?: string;
}

/**
 * The flags that decide when nodes come and go, in our words. Defaults as in config/flags/flags.go and config/const.go of
 * kubernetes/autoscaler, cluster-autoscaler-1.36.1.
 */
export const FLAG_HELP: Readonly<Record<string, FlagHelp>> = {
  'balance-similar-node-groups': {
    does: 'Spreads new nodes evenly over node groups of the same shape, such as one a zone.',
    default: 'false',
  },
  'cores-total': {
    does: 'Cores of the whole cluster, MIN:MAX, that scaling stays within.',
    default: '0:320000',
  },
  'enforce-node-group-min-size': {
    does: 'Raises a node group that is below its minimum, pods or not.',
    default: 'false',
  },
  expander: {
    does: 'Which of several fitting node groups grows: names in a list are asked in turn until one group is left, ties go to chance.',
  },
  'expendable-pods-priority-cutoff': {
    does: 'Pods of a lower priority bring no node and hold none back.',
    default: '-10',
  },
  'gpu-total': { does: 'GPUs of the whole cluster by type, TYPE:MIN:MAX; may be repeated. GKE only.' },
  'ignore-daemonsets-utilization': {
    does: 'Leaves the requests of DaemonSets out of the utilization by which a node may go.',
    default: 'false',
  },
  'max-binpacking-time': {
    does: 'Time that one scale-up may spend on finding out what fits; then it goes on with what it has.',
    default: '5m',
  },
  'max-graceful-termination-sec': {
    does: 'Seconds that pods of a drained node get to end; a longer grace period of a pod is cut to it.',
    default: '600',
  },
  'max-node-provision-time': {
    does: 'After this time without a ready node a scale-up has failed, and the node group is left out for a while.',
    default: '15m',
  },
  'max-nodes-total': { does: 'Most nodes of the whole cluster; 0 is no limit.', default: '0' },
  'max-pod-eviction-time': { does: 'Time for which an eviction is tried again.', default: '2m' },
  'max-total-unready-percentage': {
    does: 'Per cent of unready nodes beyond which no scaling is done at all.',
    default: '45',
  },
  'memory-total': {
    does: 'Gigabytes of memory of the whole cluster, MIN:MAX, that scaling stays within.',
    default: '0:6400000',
  },
  'new-pod-scale-up-delay': { does: 'Age that a pending pod must have to bring a node.', default: '0s' },
  'node-group-auto-discovery': {
    does: 'Finds node groups by tags or name prefixes of the cloud; may be repeated.',
  },
  nodes: { does: 'A node group with its bounds, MIN:MAX:NAME; may be repeated.' },
  'ok-total-unready-count': {
    does: 'So many unready nodes never stop scaling, whatever their share.',
    default: '3',
  },
  'scale-down-delay-after-add': {
    does: 'After a node was added, no node is removed for this time.',
    default: '10m',
  },
  'scale-down-delay-after-delete': {
    does: 'After a node was removed, the next is removed no sooner than this.',
    default: '0s',
  },
  'scale-down-delay-after-failure': {
    does: 'After a removal that failed, none is tried for this time.',
    default: '3m',
  },
  'scale-down-gpu-utilization-threshold': {
    does: 'A node with GPUs may go when less than this share of its GPUs is requested; its CPU and memory do not count.',
    default: '0.5',
  },
  'scale-down-unneeded-time': {
    does: 'How long a node must have been unneeded before it is removed.',
    default: '10m',
  },
  'scale-down-unready-time': {
    does: 'The same for a node that is not ready.',
    default: '20m',
  },
  'scale-down-utilization-threshold': {
    does: 'A node may go when the larger of its requested shares of CPU and memory is below this.',
    default: '0.5',
  },
  'scan-interval': { does: 'How often the cluster is looked at.', default: '10s' },
  'skip-nodes-with-local-storage': {
    does: 'Keeps nodes whose pods have emptyDir or hostPath volumes.',
    default: 'true',
  },
  'skip-nodes-with-system-pods': {
    does: 'Keeps nodes with pods of kube-system that no DaemonSet runs and no budget lets go.',
    default: 'true',
  },
  'unremovable-node-recheck-timeout': {
    does: 'How long a node that could not be removed is left alone.',
    default: '5m',
  },
};
