import { fail, ok, type Result } from '../../units/index.ts';
import type { GroupResource, ResourceMapping } from './adapter-config.ts';
import { compileGoRegexp, type GoRegexp } from './go-regexp.ts';
import { type GoTemplate, parseGoTemplate } from './go-template.ts';
import { groupResourceText, type ResourceMapper, type ServedResource } from './resource-mapper.ts';

/** What labels of a series say about Kubernetes objects (prometheus-adapter v0.12, pkg/naming/resource_converter.go). */
export interface ResourceLabels {
  /** The label that names objects of a resource; `undefined` where the rule has no template and no override for it. */
  labelFor(resource: ServedResource): string | undefined;
  /** The resources of which a series with these labels speaks, in the order of the labels. */
  resourcesOf(labels: Iterable<string>): readonly ServedResource[];
}

/** Templates and overrides that could be read, without a cluster. */
export interface ResourceLabelRules {
  /** Overrides of resources that the cluster does not serve are answered apart. */
  bind(mapper: ResourceMapper): {
    readonly labels: ResourceLabels;
    readonly unknown: readonly GroupResource[];
  };
}

/** The error says what is wrong with the template. */
export function compileResourceLabels(mapping: ResourceMapping): Result<ResourceLabelRules, string> {
  const { template, overrides } = mapping;
  if (template === undefined) return ok({ bind: (mapper) => bindLabels(overrides, undefined, mapper) });
  const labelTemplate = compileLabelTemplate(template);
  if (!labelTemplate.ok) return labelTemplate;
  return ok({ bind: (mapper) => bindLabels(overrides, labelTemplate.value, mapper) });
}

interface LabelTemplate {
  readonly template: GoTemplate;
  /** The template turned around. */
  readonly pattern: GoRegexp;
}

function compileLabelTemplate(text: string): Result<LabelTemplate, string> {
  const template = parseGoTemplate(text, ['Group', 'Resource']);
  if (!template.ok) return fail(template.error.message);
  const turned = renderedPattern(template.value);
  if (!turned.ok) return turned;
  const pattern = compileGoRegexp(`^${turned.value}$`);
  if (!pattern.ok) return fail(`cannot be turned into a pattern of labels: ${pattern.error}`);
  if (!template.value.fields.has('Resource')) return fail('must contain <<.Resource>>');
  return ok({ template: template.value, pattern: pattern.value });
}

/** Whether it can be rendered depends on its fields alone, not on what they hold: what passes here never fails later. */
function renderedPattern(template: GoTemplate): Result<string, string> {
  try {
    return ok(template.render({ Group: '(?P<group>.+?)', Resource: '(?P<resource>.+?)' }));
  } catch (error) {
    if (error instanceof RangeError) return fail(error.message);
    throw error;
  }
}

function bindLabels(
  overrides: ResourceMapping['overrides'],
  template: LabelTemplate | undefined,
  mapper: ResourceMapper,
): ReturnType<ResourceLabelRules['bind']> {
  const labelToResource = new Map<string, ServedResource>();
  const resourceToLabel = new Map<string, string>();
  const unknown: GroupResource[] = [];
  for (const [label, named] of overrides) {
    const resource = mapper.find(named);
    if (resource === undefined) {
      unknown.push(named);
      continue;
    }
    labelToResource.set(label, resource);
    resourceToLabel.set(groupResourceText(resource), label);
  }
  const labels: ResourceLabels = {
    labelFor: (resource) =>
      resourceToLabel.get(groupResourceText(resource)) ?? (template && labelOf(template, resource)),
    resourcesOf: (names) =>
      [...names].flatMap((label) => {
        const resource = labelToResource.get(label) ?? (template && resourceOf(template, label, mapper));
        return resource ? [resource] : [];
      }),
  };
  return { labels, unknown };
}

/** Dots and dashes of a group become underscores, and the resource is singular. */
function labelOf({ template }: LabelTemplate, { group, singular }: ServedResource): string | undefined {
  const label = template.render({ Group: group.replace(/[.-]/g, '_'), Resource: singular });
  return label === '' ? undefined : label;
}

function resourceOf(
  { pattern }: LabelTemplate,
  label: string,
  mapper: ResourceMapper,
): ServedResource | undefined {
  const { group = '', resource } = pattern.exec(label)?.groups ?? {};
  return resource === undefined ? undefined : mapper.find({ group, resource });
}
