/** Where Prometheus is and how to authenticate, as the flags say. */
export interface PrometheusFlagValues {
  readonly 'prometheus-url': string | undefined;
  readonly 'prometheus-service': string | undefined;
  readonly 'prometheus-token-file': string | undefined;
  readonly 'prometheus-username': string | undefined;
  readonly 'prometheus-ca-file': string | undefined;
  readonly 'prometheus-cert-file': string | undefined;
  readonly 'prometheus-key-file': string | undefined;
  readonly 'prometheus-header': readonly string[] | undefined;
  /** Seconds. */
  readonly 'prometheus-timeout': number | undefined;
}

/** The flags that choose a cluster, a Prometheus, a recording and prices. */
export interface SourceFlagValues extends PrometheusFlagValues {
  readonly context: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly as: string | undefined;
  readonly recording: string | undefined;
  readonly 'no-metrics'?: boolean;
  /** `none` where a command has no use for them. */
  readonly prices?: string | undefined;
  readonly config?: string | undefined;
}
