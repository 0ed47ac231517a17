import type { WorkloadView } from '../apis/workload.ts';
import type { GroupKind } from '../manifest/kubernetes-object.ts';
import type { PathPart } from '../manifest/ranges.ts';
import type { Resource } from '../manifest/source-file.ts';
import type { Field } from './field.ts';
import type { Fix, Severity } from './finding.ts';
import type { FixOffer } from './fix.ts';
import type { Place, RelatedPlace } from './place.ts';
import type { LintSettings } from './settings.ts';
import type { UsageFacts } from './usage.ts';
import type { Workspace } from './workspace.ts';

/** What a rule is about; the index page and the configuration schema group by it. */
export type RuleCategory =
  | 'hpa'
  | 'workload'
  | 'vpa'
  | 'resources'
  | 'disruption'
  | 'cluster-autoscaler'
  | 'gpu'
  | 'karpenter'
  | 'keda'
  | 'file';

/**
 * What a rule must be given beside the one object. The engine keeps a rule silent, and says so in
 * {@link LintResult.skippedRules}, where its need is not met. `complete-workspace` is met by `scope: complete` or by a
 * cluster's objects: only then does "not found" mean "absent". `usage` is met where anything was measured.
 */
export type RuleNeed =
  | 'workspace'
  | 'complete-workspace'
  | 'kubernetes-version'
  | 'cluster-autoscaler-version'
  | 'vpa-version'
  | 'cloud'
  | 'usage';

/** Where a rule comes from: upstream source with its release, documentation, or the thread that reports the harm. */
export interface RuleReference {
  readonly title: string;
  readonly url: string;
}

/** An option of a rule, set under `rules.<id>.options` in the configuration file. */
export interface RuleOption {
  readonly description: string;
  readonly default: number;
  readonly minimum: number;
}

/** Everything about a rule but its check; the docs page, `explain`, SARIF and the schema print it. */
export interface RuleMeta<Messages extends MessageTable = MessageTable> {
  /** What it finds, one sentence. */
  readonly summary: string;
  /** What happens in the cluster if it stays, one sentence. */
  readonly why: string;
  /** What to do, one sentence. */
  readonly remediation: string;
  readonly severity: Severity;
  readonly category: RuleCategory;
  /** The smallest preset that turns the rule on; `strict` holds all of `recommended`. */
  readonly preset: 'recommended' | 'strict';
  readonly appliesTo: readonly GroupKind[];
  readonly needs?: readonly RuleNeed[];
  /** True where the rule is right on a partial object too (a kustomize patch): it never reports what is missing. */
  readonly checksPatches?: boolean;
  readonly fix: 'none' | Fix['kind'];
  /** Who rejects the object at apply time, where somebody does. */
  readonly rejectedBy?: 'kube-apiserver' | 'VPA admission webhook' | 'KEDA admission webhook';
  readonly messages: Messages;
  readonly options?: Readonly<Record<string, RuleOption>>;
  readonly references: readonly RuleReference[];
}

export type MessageTable = Readonly<Record<string, string>>;

/** The names between braces of a message template: `'{a} of {b}'` → `'a' | 'b'`. */
export type Placeholder<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

interface ReportPlace {
  readonly at: Place;
  /** Which part of the entry is marked; the value by default. */
  readonly part?: PathPart;
  readonly related?: readonly RelatedPlace[];
  readonly fixes?: readonly FixOffer[];
  /** Lowers the rule's own severity where the evidence in hand is weaker. Configuration wins over both. */
  readonly severity?: Severity;
}

/** One report: a message of the rule's table with its data, and where. */
export type Report<Messages extends MessageTable> = {
  [Id in keyof Messages & string]: ReportPlace & {
    readonly messageId: Id;
  } & ([Placeholder<Messages[Id]>] extends [never]
      ? { readonly data?: undefined }
      : { readonly data: Readonly<Record<Placeholder<Messages[Id]>, string | number>> });
}[keyof Messages & string];

/** What a check is given: one object, and whatever the rule has declared that it needs. */
export interface RuleContext<Messages extends MessageTable = MessageTable> {
  readonly resource: Resource;
  /** The object's root: `root.get('spec', 'minReplicas')`. */
  readonly root: Field;
  /** The object as a workload; `undefined` for other kinds. */
  readonly workload: WorkloadView | undefined;
  /** The other objects. Reading it without declaring the need is an error of the rule. */
  readonly workspace: Workspace;
  /** What was measured; `undefined` where no metrics were given. Reading it needs `workspace` or `usage`. */
  readonly usage: UsageFacts | undefined;
  readonly settings: LintSettings;
  /** The value of one of the rule's own options. */
  readonly option: (name: string) => number;
  readonly report: (report: Report<Messages>) => void;
}

/** A rule with its message table forgotten, as the engine and the registry hold it. */
export interface Rule {
  readonly id: string;
  readonly meta: RuleMeta;
  readonly check: (context: RuleContext) => void;
}

/**
 * Declares a rule: `meta` is data, `check` is synchronous and pure and is called once per object of `appliesTo`.
 * Messages are named, and their placeholders are checked by the compiler.
 */
export function defineRule<const Messages extends MessageTable>(rule: {
  readonly id: string;
  readonly meta: RuleMeta<Messages>;
  readonly check: (context: RuleContext<Messages>) => void;
}): Rule {
  // A report made for this table is a report for any table; the compiler cannot see it through the mapped type.
  return rule as unknown as Rule;
}
