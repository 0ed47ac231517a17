/** Request to the server: {@link KubeconfigContextsParams} → {@link KubeconfigContexts}. Reads files only. */
export const KUBECONFIG_CONTEXTS = 'kubectlAutoscale/kubeconfigContexts';

export interface KubeconfigContextsParams {
  /** Path of a kubeconfig; empty: where kubectl looks. */
  readonly kubeconfig: string;
}

export interface KubeconfigContexts {
  readonly names: readonly string[];
  readonly current?: string;
}
