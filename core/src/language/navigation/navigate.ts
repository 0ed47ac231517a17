import { workloadView } from '../../apis/workload.ts';
import type { Workspace } from '../../lint/workspace.ts';
import type { Path } from '../../manifest/ranges.ts';
import type { Resource, SourceFile } from '../../manifest/source-file.ts';
import type { Addresses } from '../diagnostics.ts';
import { editorRange } from '../places.ts';
import type { EditorLocation, EditorLocationLink } from '../protocol-shapes.ts';
import { LINKING_KINDS, linksOf, type ObjectLink, type Place } from './object-links.ts';

export interface NavigationContext {
  readonly workspace: Workspace;
  readonly addresses: Addresses;
}

/** What the reference at an offset stands for: a workload, a container, an object; several of a selector. */
export function definitions(
  file: SourceFile,
  offset: number,
  { workspace, addresses }: NavigationContext,
): readonly EditorLocationLink[] {
  const found = linkAt(file, offset, workspace);
  if (!found) return [];
  const originSelectionRange = editorRange(file, found.from.resource.rangeOf(found.from.path, 'entry'));
  return found.to.map(({ resource, path }) => ({
    originSelectionRange,
    targetUri: addresses.uriOf(resource.file.path),
    targetRange: editorRange(resource.file, resource.rangeOf(path, 'entry')),
    targetSelectionRange: editorRange(resource.file, resource.rangeOf(path)),
  }));
}

/**
 * Every field of the workspace that names what is at an offset: the object, on its `kind` or `metadata.name`; a container, on its `name`; what a
 * reference stands for, on the reference. With `declaration` its own name is among them.
 */
export function references(
  file: SourceFile,
  offset: number,
  declaration: boolean,
  { workspace, addresses }: NavigationContext,
): readonly EditorLocation[] {
  const wanted = subjectsAt(file, offset, workspace);
  if (wanted.length === 0) return [];
  const naming = LINKING_KINDS.flatMap((kind) => workspace.index.ofKind(kind))
    .flatMap((resource) => linksOf(resource, workspace))
    .filter(({ to }) => to.some((place) => wanted.some((subject) => isSame(place, subject))))
    .map(({ from }) => from);
  return [...(declaration ? wanted : []), ...naming].map(({ resource, path }) => ({
    uri: addresses.uriOf(resource.file.path),
    range: editorRange(resource.file, resource.rangeOf(path)),
  }));
}

function linkAt(file: SourceFile, offset: number, workspace: Workspace): ObjectLink | undefined {
  return resourcesOf(file)
    .filter((resource) =>
      LINKING_KINDS.some(({ group, kind }) => resource.group === group && resource.kind === kind),
    )
    .flatMap((resource) => linksOf(resource, workspace))
    .find(({ from }) => holds(from, offset));
}

function subjectsAt(file: SourceFile, offset: number, workspace: Workspace): readonly Place[] {
  const link = linkAt(file, offset, workspace);
  if (link) return link.to;
  for (const resource of resourcesOf(file)) {
    const name = { resource, path: ['metadata', 'name'] };
    if (holds(name, offset) || holds({ resource, path: ['kind'] }, offset)) return [name];
    const container = containerNameAt(resource, offset);
    if (container) return [{ resource, path: container }];
  }
  return [];
}

function containerNameAt(resource: Resource, offset: number): Path | undefined {
  const template = workloadView(resource.object)?.template;
  return [...(template?.containers ?? []), ...(template?.initContainers ?? [])]
    .map(({ path }) => [...path, 'name'])
    .find((path) => holds({ resource, path }, offset));
}

function holds({ resource, path }: Place, offset: number): boolean {
  if (!resource.has(path)) return false;
  const { start, end } = resource.rangeOf(path, 'entry');
  return offset >= start && offset <= end;
}

function isSame(a: Place, b: Place): boolean {
  return a.resource === b.resource && a.path.join('/') === b.path.join('/');
}

function resourcesOf(file: SourceFile): readonly Resource[] {
  return file.documents.flatMap(({ resources }) => resources);
}
