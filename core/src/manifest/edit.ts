import { isScalar } from 'yaml';

import { fail, ok, type Result } from '../units/result.ts';
import { applyEdits } from './apply-edits.ts';
import { DocumentContent } from './document-content.ts';
import type { Place } from './document-tree.ts';
import {
  aliased,
  type EditRefusal,
  exists,
  inTemplate,
  missing,
  templated,
  unsupported,
} from './editing/edit-refusal.ts';
import { EditSite, quotingOf } from './editing/edit-site.ts';
import { sameData, valueAt, withItem, withoutEntry, withValue } from './editing/edited-data.ts';
import { appendItemEdits, type EntryPosition, insertEntryEdits } from './editing/insert-entry.ts';
import { removeEntryEdits } from './editing/remove-entry.ts';
import { reshaped, type Reshaping, reshapingEdits } from './editing/reshape-mapping.ts';
import { isInFlow, scalarEdits } from './editing/set-scalar.ts';
import { entryLines, flowEntry, isCollectionValue, scalarText, type YamlValue } from './editing/yaml-text.ts';
import { nodeRange, pairEnd, valueRange } from './node-ranges.ts';
import type { ScalarValue } from './plain-scalar.ts';
import type { Path, Range } from './ranges.ts';
import { ManifestResource } from './resource.ts';
import type { Resource } from './source-file.ts';
import { marksTemplate } from './template-guard.ts';
import type { TextEdit } from './text-edit.ts';

/** Minimal edits, to be applied together to the text that the resource was parsed from; empty where nothing changes. */
export type EditResult = Result<readonly TextEdit[], EditRefusal>;

/** Writes a scalar in place of the one at `path`, in its quotes. Takes a key without a value too. */
export function replaceScalar(resource: Resource, path: Path, value: ScalarValue): EditResult {
  return edit(resource, path, {
    check: ({ isThere, old }) => {
      if (!isThere) return missing(path);
      return typeof old === 'object' && old !== null ? unsupported(path, 'it is not a scalar') : undefined;
    },
    edits: (site, place) => scalarEdits(site, place, value),
    expected: (object) => withValue(object, path, value),
  });
}

/** Adds an entry to the mapping at `path`. One that is empty or `null` becomes a mapping in block style. */
export function insertEntry(
  resource: Resource,
  path: Path,
  key: string,
  value: YamlValue,
  position: EntryPosition = 'end',
): EditResult {
  return edit(resource, path, {
    check: ({ isThere, old }) => {
      if (!isThere) return missing(path);
      return isMappingWith(old, key) ? exists([...path, key]) : undefined;
    },
    edits: (site, place) => insertEntryEdits(site, place, key, value, position),
    expected: (object) => withValue(object, [...path, key], value),
  });
}

/** Adds an item at the end of the sequence at `path`. One that is empty or `null` becomes a sequence in block style. */
export function appendItem(resource: Resource, path: Path, value: YamlValue): EditResult {
  return edit(resource, path, {
    check: ({ isThere }) => (isThere ? undefined : missing(path)),
    edits: (site, place) => appendItemEdits(site, place, value),
    expected: (object) => withItem(object, path, value),
  });
}

/**
 * Makes `value` the value at `path`: replaces a scalar, or adds what is missing of the path's mappings. `position`
 * says where the first new key goes among its siblings.
 */
export function setValue(
  resource: Resource,
  path: Path,
  value: YamlValue,
  position: EntryPosition = 'end',
): EditResult {
  if (sameData(valueAt(resource.object, path), value)) return ok([]);
  if (resource.has(path)) {
    return isCollectionValue(value)
      ? replaceValue(resource, path, value)
      : replaceScalar(resource, path, value);
  }
  const depth = existingDepth(resource, path);
  const parent = path.slice(0, depth);
  const [key, ...below] = path.slice(depth);
  const nested = below.reduceRight<YamlValue>((inner, segment) => ({ [segment]: inner }), value);
  if (typeof key !== 'string' || below.some((segment) => typeof segment !== 'string')) {
    return fail(missing(path));
  }
  return insertEntry(resource, parent, key, nested, position);
}

/** Writes another entry in place of the one at `path`, which may change its key; a comment behind it stays. */
export function replaceEntry(resource: Resource, path: Path, newKey: string, value: YamlValue): EditResult {
  const parent = path.slice(0, -1);
  return edit(resource, path, {
    check: ({ isThere }) => {
      if (!isThere) return missing(path);
      const isTaken = newKey !== path.at(-1) && isMappingWith(valueAt(resource.object, parent), newKey);
      return isTaken ? exists([...parent, newKey]) : undefined;
    },
    edits: (site, place) => replaceEntryEdits(site, place, newKey, value),
    expected: (object) => withValue(withoutEntry(object, path), [...parent, newKey], value),
  });
}

function replaceValue(resource: Resource, path: Path, value: YamlValue): EditResult {
  const key = path.at(-1);
  return typeof key === 'string'
    ? replaceEntry(resource, path, key, value)
    : fail(unsupported(path, 'an item cannot be replaced by a collection'));
}

/** Removes the entry or item at `path` with the comment on its line. The last one leaves `{}` or `[]`. */
export function removeEntry(resource: Resource, path: Path): EditResult {
  return edit(resource, path, {
    check: ({ isThere }) => (isThere ? undefined : missing(path)),
    edits: (site, place) => removeEntryEdits(site, place, site.locate(path.slice(0, -1))),
    expected: (object) => withoutEntry(object, path),
  });
}

/** Writes another key; the value and all comments stay. */
export function renameKey(resource: Resource, path: Path, newKey: string): EditResult {
  const parent = path.slice(0, -1);
  if (path.at(-1) === newKey) return ok([]);
  return edit(resource, path, {
    check: ({ isThere }) => {
      if (!isThere) return missing(path);
      return isMappingWith(valueAt(resource.object, parent), newKey)
        ? exists([...parent, newKey])
        : undefined;
    },
    edits: (site, { holder }) => {
      if (holder.type !== 'pair') return undefined;
      const { start, end } = nodeRange(holder.pair.key);
      return [site.edit(start, end, scalarText(newKey, quotingOf(holder.pair.key), false))];
    },
    expected: (object) =>
      withValue(withoutEntry(object, path), [...parent, newKey], valueAt(resource.object, path)),
  });
}

/**
 * Rearranges entries of the mapping at `path`: `metricName: x` becomes `metric: {name: x}`. Values and the comments on
 * their lines stay as they are written.
 */
export function reshapeMapping(resource: Resource, path: Path, reshaping: Reshaping): EditResult {
  const { renames = [], nestings } = reshaping;
  const keysGone = [...renames, ...nestings.flatMap(({ entries }) => entries)].map(({ from }) => from);
  const keysNew = [...renames.map(({ to }) => to), ...nestings.map(({ key }) => key)];
  return edit(resource, path, {
    check: ({ old }) => {
      const absent = keysGone.find((key) => !isMappingWith(old, key));
      if (absent !== undefined) return missing([...path, absent]);
      const taken = keysNew.find((key) => isMappingWith(old, key) && !keysGone.includes(key));
      return taken === undefined ? undefined : exists([...path, taken]);
    },
    edits: (site, place) => reshapingEdits(site, place, reshaping),
    expected: (object) => reshaped(object, path, reshaping),
  });
}

/** Why nothing is edited at a place, or at the nearest one that exists, and where a person can do it. */
export interface ReadOnlyPlace {
  readonly refusal: EditRefusal;
  readonly range: Range;
}

/** Whether an alias or a template forbids every edit at `path`, without trying one. */
export function readOnlyPlace(resource: Resource, path: Path): ReadOnlyPlace | undefined {
  if (!(resource instanceof ManifestResource)) return undefined;
  const site = new EditSite(resource);
  const place = site.locate(path);
  const refusal = refusalAt(site, place, path);
  return refusal && { refusal, range: resource.rangeOf(path) };
}

/** Kept short of a comment inside the old value: it would be lost. */
function replaceEntryEdits(
  site: EditSite,
  place: Place,
  key: string,
  value: YamlValue,
): readonly TextEdit[] | undefined {
  const { holder, node } = place;
  if (holder.type !== 'pair') return undefined;
  const { start } = nodeRange(holder.pair.key);
  const end = pairEnd(holder.pair);
  if (!isScalar(node) && /(^|\s)#/m.test(site.text.slice(start, end))) return undefined;
  const style = quotingOf(holder.pair.key);
  const newText = isInFlow(place)
    ? flowEntry(key, value, style)
    : site.joinLines(site.column(start), entryLines(key, value, site.layout()));
  return [site.edit(start, end, newText)];
}

/** What a kind of edit needs to know and to do. */
interface EditPlan {
  readonly check: (state: { readonly isThere: boolean; readonly old: unknown }) => EditRefusal | undefined;
  readonly edits: (site: EditSite, place: Place) => readonly TextEdit[] | undefined;
  readonly expected: (object: unknown) => unknown;
}

/** Every edit is tried on the document before it is handed out: what is not exactly as asked is refused. */
function edit(resource: Resource, path: Path, plan: EditPlan): EditResult {
  if (!(resource instanceof ManifestResource)) {
    return fail(unsupported(path, 'it was not read from a manifest'));
  }
  const isThere = resource.has(path);
  const refusal = plan.check({ isThere, old: valueAt(resource.object, path) });
  if (refusal) return fail(refusal);
  const site = new EditSite(resource);
  const place = site.locate(path);
  const forbidden = refusalAt(site, place, path);
  if (forbidden) return fail(forbidden);
  const edits = plan.edits(site, place);
  if (!edits || !gives(resource, edits, plan.expected(resource.object))) {
    return fail(unsupported(path, 'its layout does not allow it'));
  }
  return ok(edits);
}

function gives({ content, base }: ManifestResource, edits: readonly TextEdit[], expected: unknown): boolean {
  const relative = edits.map(({ range, newText }) => ({
    newText,
    range: { start: range.start - base, end: range.end - base },
  }));
  const { document } = content;
  const after = new DocumentContent(applyEdits(document.text, relative));
  if (after.problems.length > document.problems.length || after.isTemplate) return false;
  return document.resources.every((before, index) =>
    sameData(after.resources[index]?.object, before === content ? expected : before.object),
  );
}

/** What forbids every edit at a place. */
function refusalAt(site: EditSite, place: Place, path: Path): EditRefusal | undefined {
  if (site.resource.file.kind === 'template') return inTemplate(path);
  if (place.shared) return aliased(path);
  return isTemplated(site, place) ? templated(path) : undefined;
}

/** Flux and envsubst fill in `${name}`, templates `{{ … }}`. A collection counts by its own text, not by what is below. */
function isTemplated(site: EditSite, { node, holder }: Place): boolean {
  const own = isScalar(node) ? valueRange(node) : undefined;
  const key = holder.type === 'pair' ? nodeRange(holder.pair.key) : undefined;
  return [own, key].some((range) => range && isSubstituted(site.text.slice(range.start, range.end)));
}

function isSubstituted(text: string): boolean {
  return marksTemplate(text) || /\$\{\w/.test(text);
}

function existingDepth(resource: Resource, path: Path): number {
  return path.findIndex((_, index) => !resource.has(path.slice(0, index + 1)));
}

function isMappingWith(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}
