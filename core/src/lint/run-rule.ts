import type { Resource, SourceFile } from '../manifest/source-file.ts';
import { Field } from './field.ts';
import type { Finding, Fix, ObjectReference, RelatedLocation } from './finding.ts';
import type { FixOffer } from './fix.ts';
import { formatMessage } from './message.ts';
import type { Place, RelatedPlace } from './place.ts';
import type { Report, Rule, RuleContext, RuleNeed } from './rule.ts';
import type { LintSettings } from './settings.ts';
import type { UsageFacts } from './usage.ts';
import type { Workspace } from './workspace.ts';

/** Runs one rule on one object, whose root it is given. Throws whatever the rule throws. */
export function runRule(
  rule: Rule,
  root: Field,
  workspace: Workspace,
  settings: LintSettings,
  usage?: UsageFacts,
): readonly Finding[] {
  const run = new RuleRun(rule, root, workspace, settings, usage);
  rule.check(run);
  return run.findings;
}

/** What one rule gets for one object. A class, since there is one for every rule of every object. */
class RuleRun implements RuleContext {
  readonly findings: Finding[] = [];
  readonly root: Field;
  readonly settings: LintSettings;
  readonly #rule: Rule;
  readonly #workspace: Workspace;
  readonly #usage: UsageFacts | undefined;

  constructor(
    rule: Rule,
    root: Field,
    workspace: Workspace,
    settings: LintSettings,
    usage: UsageFacts | undefined,
  ) {
    this.root = root;
    this.settings = settings;
    this.#rule = rule;
    this.#workspace = workspace;
    this.#usage = usage;
  }

  get resource(): Resource {
    return this.root.resource;
  }

  get workload() {
    return this.#workspace.workloadOf(this.resource);
  }

  get workspace() {
    if (looksBeyond(this.#rule)) return this.#workspace;
    throw new Error(`rule ${this.#rule.id} reads the workspace and does not declare that it needs it`);
  }

  get usage() {
    if (looksBeyond(this.#rule)) return this.#usage;
    throw new Error(`rule ${this.#rule.id} reads what was measured and does not declare that it needs it`);
  }

  // Rules take these out of the context.
  readonly option = (name: string): number => optionOf(this.#rule, this.settings, name);

  readonly report = (report: Report<Rule['meta']['messages']>): void => {
    this.findings.push(toFinding(this.#rule, this.resource, report));
  };
}

/** Whether a rule looks at more than the one object, so that what it finds is not the object's own. */
export function looksBeyond({ meta }: Rule): boolean {
  return meta.needs?.some((need) => beyondTheObject.has(need)) === true;
}

const beyondTheObject: ReadonlySet<RuleNeed> = new Set(['workspace', 'complete-workspace', 'usage']);

export function referenceTo(resource: Resource): ObjectReference {
  const { apiVersion, kind, name, namespace } = resource;
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

function optionOf(rule: Rule, settings: LintSettings, name: string): number {
  const option = rule.meta.options?.[name];
  if (!option) throw new Error(`rule ${rule.id} has no option ${name}`);
  return settings.options[rule.id]?.[name] ?? option.default;
}

function toFinding(rule: Rule, resource: Resource, report: Report<Rule['meta']['messages']>): Finding {
  const template = rule.meta.messages[report.messageId];
  if (template === undefined) throw new Error(`rule ${rule.id} has no message ${report.messageId}`);
  const offers = report.fixes ?? [];
  return {
    ruleId: rule.id,
    severity: report.severity ?? rule.meta.severity,
    message: formatMessage(template, report.data),
    why: rule.meta.why,
    ...locate(report.at, report.part),
    object: referenceTo(resource),
    related: [...(report.related ?? []), ...withheldIn(offers)].map(toRelated),
    fixes: offers.filter((offer): offer is Fix => !('withheld' in offer)),
  };
}

/** Where a person has to make the change: one place for all the fixes that it forbids. */
function withheldIn(offers: readonly FixOffer[]): readonly RelatedPlace[] {
  const places = new Map<string, RelatedPlace>();
  for (const offer of offers) {
    if ('withheld' in offer) places.set(offer.withheld.message, offer.withheld);
  }
  return [...places.values()];
}

function toRelated(place: RelatedPlace): RelatedLocation {
  return { ...locate(place.at, place.part), message: place.message };
}

function locate(place: Place, part: RelatedPlace['part']): Pick<Finding, 'file' | 'range' | 'start' | 'end'> {
  const range = place instanceof Field ? place.range(part) : place.range;
  return inFile(place.resource.file, range);
}

/** A range of a file as a finding carries it. */
export function inFile(
  file: SourceFile,
  range: Finding['range'],
): Pick<Finding, 'file' | 'range' | 'start' | 'end'> {
  return { file: file.path, range, start: file.positionAt(range.start), end: file.positionAt(range.end) };
}
