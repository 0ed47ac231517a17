import { type ApiServer, featureGateFlags } from './api-server.ts';
import { requireBinary } from './binaries.ts';
import { isHealthy } from './health.ts';
import type { Kubeconfig } from './kubeconfig.ts';
import { findFreePort } from './ports.ts';
import type { RunningProcess } from './process.ts';
import type { Sandbox } from './sandbox.ts';

/** The HPA controller's settings. Seconds; what is left out has the default of kube-controller-manager. */
export interface HpaControllerOptions {
  /** Default here 1, in kube-controller-manager 15. */
  readonly syncPeriodSeconds?: number;
  readonly tolerance?: number;
  readonly downscaleStabilizationSeconds?: number;
  readonly cpuInitializationPeriodSeconds?: number;
  readonly initialReadinessDelaySeconds?: number;
}

/** What goes to kube-controller-manager beside the HPA controller's settings. */
export interface ControllerManagerOptions {
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /** Further flags, for example for its log. */
  readonly flags?: readonly string[];
}

/** Starts kube-controller-manager with all its controllers, each under its own service account as in a real cluster. */
export async function startControllerManager(
  sandbox: Sandbox,
  apiServer: ApiServer,
  kubeconfig: Kubeconfig,
  hpa: HpaControllerOptions = {},
  { featureGates = {}, flags = [] }: ControllerManagerOptions = {},
): Promise<RunningProcess> {
  const port = await findFreePort();
  const running = sandbox.start({
    name: 'kube-controller-manager',
    command: requireBinary('kube-controller-manager'),
    arguments: [
      `--kubeconfig=${kubeconfig.path}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--cert-dir=${sandbox.directory}/certificates`,
      '--leader-elect=false',
      '--use-service-account-credentials=true',
      `--service-account-private-key-file=${apiServer.serviceAccountKey}`,
      `--root-ca-file=${apiServer.authority.certificate}`,
      `--service-cluster-ip-range=${apiServer.serviceClusterIpRange}`,
      '--kube-api-qps=200',
      '--kube-api-burst=400',
      ...hpaFlags(hpa),
      ...featureGateFlags(featureGates),
      ...flags,
    ],
    // The log has no time zone.
    environment: { TZ: 'UTC' },
  });
  await running.ready(() => isHealthy(`https://127.0.0.1:${port}/healthz`));
  return running;
}

function hpaFlags(hpa: HpaControllerOptions): readonly string[] {
  const flag = (name: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [`--horizontal-pod-autoscaler-${name}=${value}`];
  const seconds = (value: number | undefined): string | undefined =>
    value === undefined ? undefined : `${value}s`;
  return [
    ...flag('sync-period', `${hpa.syncPeriodSeconds ?? 1}s`),
    ...flag('tolerance', hpa.tolerance?.toString()),
    ...flag('downscale-stabilization', seconds(hpa.downscaleStabilizationSeconds)),
    ...flag('cpu-initialization-period', seconds(hpa.cpuInitializationPeriodSeconds)),
    ...flag('initial-readiness-delay', seconds(hpa.initialReadinessDelaySeconds)),
  ];
}
