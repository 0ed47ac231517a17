import type { Cloud, Preset, RuleSeverity } from '../../lint/index.ts';

/** The section that the server asks its client for, once for each workspace folder. */
export const CONFIGURATION_SECTION = 'kubectlAutoscale';

/**
 * What a user can set, as `kubectlAutoscale.<group>.<name>` in VS Code and as the same tree in other editors. Everything has a default, and
 * what cannot be read falls back to it.
 */
export interface ServerSettings {
  /** Off: nothing is published and nothing is read. */
  readonly enable: boolean;
  /** When a changed document is checked again. */
  readonly run: 'onType' | 'onSave';
  readonly lint: LintOptions;
  readonly data: DataSettings;
  readonly prices: PriceSettings;
  readonly forecast: ForecastSettings;
  readonly inlayHints: SurfaceSwitch;
  readonly codeLens: SurfaceSwitch;
  readonly hover: SurfaceSwitch;
  readonly completion: SurfaceSwitch;
  readonly codeActions: SurfaceSwitch;
  /** Definitions, references and links. */
  readonly navigation: SurfaceSwitch;
  readonly files: FileSettings;
}

/** What stands in `.kubectl-autoscale.yaml` wins over nothing here: these are laid over the file's settings where they are set. */
export interface LintOptions {
  /** `off`: no diagnostics. */
  readonly preset: Preset | 'off';
  /** `complete`: the folder holds everything that is applied. */
  readonly scope: 'open' | 'complete';
  /** By rule id. */
  readonly severityOverrides: Readonly<Record<string, RuleSeverity>>;
  /** Versions such as `1.36`; empty where not known. */
  readonly kubernetesVersion: string;
  readonly clusterAutoscalerVersion: string;
  readonly vpaVersion: string;
  readonly cloud: Cloud | 'none';
}

/** Where measured use comes from. Off until the user names a source. */
export interface DataSettings {
  /**
   * `recording`: of a cluster and its metrics. `cluster`: the context of a kubeconfig, and Prometheus found through its API server.
   * `prometheus`: the same with Prometheus at `prometheusUrl`.
   */
  readonly source: 'none' | 'recording' | 'prometheus' | 'cluster';
  /** Folder of a recording, absolute or relative to the workspace folder. Read when `source` is `recording`. */
  readonly recording: string;
  /** URL of Prometheus; where it is set, `source: cluster` reads from it too. */
  readonly prometheusUrl: string;
  /** Path of a kubeconfig; empty: `KUBECONFIG`, else `~/.kube/config`. */
  readonly kubeconfig: string;
  /** Context of the kubeconfig; empty: its current one. */
  readonly context: string;
  /** Namespace of manifests that name none; empty: the source's own default. */
  readonly namespace: string;
  /** Minutes after which data of a live source is read again. */
  readonly refreshMinutes: number;
}

export interface PriceSettings {
  /** `none`, a bundled PROVIDER or PROVIDER/REGION (`aws`, `gcp/us-central1`), or the path of a JSON or YAML price file. */
  readonly book: string;
  readonly period: 'hour' | 'month';
}

export interface ForecastSettings {
  readonly horizonMinutes: number;
  /** Nominal coverage of the interval, in per cent. */
  readonly interval: number;
}

export interface SurfaceSwitch {
  readonly enable: boolean;
}

export interface FileSettings {
  /** Manifests of a folder beyond this number are not read; a notice says so. */
  readonly maxCount: number;
}

export const DEFAULT_SETTINGS: ServerSettings = {
  enable: true,
  run: 'onType',
  lint: {
    preset: 'recommended',
    scope: 'open',
    severityOverrides: {},
    kubernetesVersion: '',
    clusterAutoscalerVersion: '',
    vpaVersion: '',
    cloud: 'none',
  },
  data: {
    source: 'none',
    recording: '',
    prometheusUrl: '',
    kubeconfig: '',
    context: '',
    namespace: '',
    refreshMinutes: 10,
  },
  prices: { book: 'aws', period: 'month' },
  forecast: { horizonMinutes: 60, interval: 80 },
  inlayHints: { enable: true },
  codeLens: { enable: true },
  hover: { enable: true },
  completion: { enable: true },
  codeActions: { enable: true },
  navigation: { enable: true },
  files: { maxCount: 5000 },
};

/** A file larger than this many bytes is not read as a manifest. */
export const MAX_FILE_BYTES = 1024 * 1024;
