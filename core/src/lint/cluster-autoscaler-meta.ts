import { deployment } from '../apis/kinds.ts';
import { clusterAutoscalerSource } from './links.ts';

/** What the rules for Cluster Autoscaler's command line share. */
export const clusterAutoscalerMeta = {
  category: 'cluster-autoscaler',
  preset: 'recommended',
  appliesTo: [deployment],
} as const;

export const clusterAutoscalerFlags = clusterAutoscalerSource(
  'config/flags/flags.go',
  'Cluster Autoscaler: flag definitions (1.36.1)',
);
