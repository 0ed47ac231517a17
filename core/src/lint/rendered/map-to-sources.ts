import type { Resource, SourceFile } from '../../manifest/source-file.ts';
import type { WorkspaceIndex } from '../../manifest/workspace-index.ts';
import type { Finding, RelatedLocation } from '../finding.ts';
import type { LintResult } from '../lint-result.ts';
import { inFile } from '../run-rule.ts';
import { type ObjectPlace, placeAt, resourceAt, valueAt } from './object-place.ts';
import { placeInTemplate } from './template-place.ts';

/** What a tool made of a kustomization or chart, and what is known of where it came from. */
export interface RenderedManifests {
  /** Everything that was rendered, as one file. */
  readonly file: SourceFile;
  /** How, for people: `kustomize build overlays/prod`. */
  readonly description: string;
  /** The kustomization or Chart.yaml: what is pointed at where nothing better is known. */
  readonly entry: string;
  /** The file that an object was made from. */
  readonly originOf: (resource: Resource) => string | undefined;
  /** Files that were laid over objects, the last one last. */
  readonly patches: readonly string[];
}

/**
 * Points the findings of rendered manifests at the files that people edit: at the same field of the source, at the patch
 * that sets it, or at the line of a template that most likely writes it. Fixes are left out, since they would edit the rendered
 * text. Each finding says how it was rendered.
 */
export function mapToSources(
  result: LintResult,
  rendered: RenderedManifests,
  sources: WorkspaceIndex,
): LintResult {
  const resources = rendered.file.documents.flatMap((document) => document.resources);
  const place = ({ range }: Pick<Finding, 'range'>): ReturnType<typeof inFile> | undefined => {
    const resource = resourceAt(resources, range);
    return (resource && sourcePlace(resource, placeAt(resource, range), rendered, sources)) ?? entryPlace();
  };
  const entryPlace = (): ReturnType<typeof inFile> | undefined => {
    const entry = sources.files.get(rendered.entry);
    return entry && inFile(entry, { start: 0, end: Math.max(0, entry.text.indexOf('\n')) });
  };
  const how = entryPlace();
  const note: readonly RelatedLocation[] = how
    ? [{ ...how, message: `rendered by ${rendered.description}` }]
    : [];
  const map = (finding: Finding): Finding => ({
    ...finding,
    ...place(finding),
    related: [...finding.related.map((related) => ({ ...related, ...place(related) })), ...note],
    fixes: [],
  });
  return {
    ...result,
    findings: result.findings.map(map),
    suppressed: result.suppressed.map((each) => ({ ...each, finding: map(each.finding) })),
  };
}

function sourcePlace(
  resource: Resource,
  place: ObjectPlace,
  rendered: RenderedManifests,
  sources: WorkspaceIndex,
): ReturnType<typeof inFile> | undefined {
  const origin = rendered.originOf(resource);
  const file = origin === undefined ? undefined : sources.files.get(origin);
  if (file?.kind === 'template') return inFile(file, placeInTemplate(file.text, resource.kind, place.path));
  const source = file && counterpart(file, resource);
  const wanted = JSON.stringify(valueAt(resource, place.path));
  const writes = (candidate: Resource | undefined): candidate is Resource =>
    candidate !== undefined &&
    candidate.has(place.path) &&
    JSON.stringify(valueAt(candidate, place.path)) === wanted;
  const patches = rendered.patches
    .toReversed()
    .flatMap((path) => sources.files.get(path) ?? [])
    .map((patch) => counterpart(patch, source ?? resource));
  const writer = [source, ...patches].find(writes) ?? source;
  return writer && inFile(writer.file, writer.rangeOf(place.path, place.part));
}

/** The object of a file that a rendered one was made from: a renderer may have put something around its name. */
function counterpart(file: SourceFile, { group, kind, name }: Resource): Resource | undefined {
  return file.documents
    .flatMap((document) => document.resources)
    .filter((each) => each.group === group && each.kind === kind && name.includes(each.name))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
}

/** The template that Helm says a document was made from: `# Source: chart/templates/hpa.yaml`, below the chart's folder. */
export function helmSourceOf(resource: Resource, chartFolder: string): string | undefined {
  const { text, documents } = resource.file;
  const document = documents.find(({ resources }) => resources.includes(resource));
  const source =
    document && /^# Source: [^/\n]+\/(.+)$/m.exec(text.slice(document.range.start, document.range.end));
  const path = source?.[1]?.trim();
  if (path === undefined) return undefined;
  return chartFolder === '' ? path : `${chartFolder}/${path}`;
}

/** The path that kustomize's `originAnnotations` give an object, relative to where it was built; none for remote bases. */
export function kustomizeOriginOf({ object }: Resource): string | undefined {
  const text = object.metadata.annotations?.['config.kubernetes.io/origin'];
  if (text === undefined || /^(?:repo|ref):/m.test(text)) return undefined;
  return /^path: (.+)$/m.exec(text)?.[1]?.trim();
}
