/** What `doctor` prints with `-o json`: each thing that commands rely on, whether it works, and what to do where it does not. */
export interface DoctorReport {
  readonly apiVersion: 'kubectl-autoscale.io/v1alpha1';
  readonly kind: 'DoctorReport';
  /** ISO 8601. */
  readonly generatedAt: string;
  readonly checks: readonly DoctorCheck[];
  readonly summary: Readonly<Record<DoctorState, number>>;
}

export type DoctorArea =
  | 'program'
  | 'configuration'
  | 'kubeconfig'
  | 'cluster'
  | 'rights'
  | 'metrics APIs'
  | 'Prometheus'
  | 'exporters'
  | 'prices'
  | 'versions';

/** `problem`: something does not work that commands need. `warning`: it goes on, and loses what is said. `skipped`: could not be tried. */
export type DoctorState = 'ok' | 'warning' | 'problem' | 'skipped';

export interface DoctorCheck {
  readonly area: DoctorArea;
  readonly name: string;
  readonly state: DoctorState;
  /** What was found. */
  readonly text: string;
  /** What to do about it, most likely remedy first. */
  readonly remedies: readonly string[];
}
