import {
  appendItem,
  type EditResult,
  readOnlyPlace,
  removeEntry,
  renameKey,
  replaceEntry,
  reshapeMapping,
  setValue,
} from '../manifest/edit.ts';
import type { EntryPosition } from '../manifest/editing/insert-entry.ts';
import type { Reshaping } from '../manifest/editing/reshape-mapping.ts';
import type { YamlValue } from '../manifest/editing/yaml-text.ts';
import type { ScalarValue } from '../manifest/plain-scalar.ts';
import { nearest } from '../units/nearest.ts';
import type { Field } from './field.ts';
import type { Fix } from './finding.ts';
import type { RelatedPlace } from './place.ts';

/** What a rule hands in as a fix: one that can be applied, or where a person has to make the change, and why. */
export type FixOffer = Fix | WithheldFix;

/** A fix that an alias or a template forbids. The finding says so at the place. */
export interface WithheldFix {
  readonly withheld: RelatedPlace;
}

/** One change of a fix. */
export interface FixStep {
  readonly field: Field;
  readonly edit: () => EditResult;
}

/**
 * A fix of one or more changes of one file, made together or not at all. Nothing is computed before `edits()`, which is
 * empty where the layout of the file allows no exact edit.
 */
export function offerFix(
  kind: Fix['kind'],
  title: string,
  ...steps: readonly FixStep[]
): readonly FixOffer[] {
  if (steps.length === 0) return [];
  const withheld = steps.flatMap(({ field }) => withheldAt(field));
  if (withheld.length > 0) return withheld;
  const edits: Fix['edits'] = () => {
    const results = steps.map((step) => step.edit());
    return results.every((result) => result.ok) ? results.flatMap(({ value }) => value) : [];
  };
  return [{ kind, title, edits }];
}

/** Offers to write another value in place of one, or where none is. */
export function replaceValue(
  kind: Fix['kind'],
  title: string,
  field: Field,
  value: YamlValue,
): readonly FixOffer[] {
  return offerFix(kind, title, writeValue(field, value));
}

/** Offers to remove an entry or item. */
export function removal(kind: Fix['kind'], title: string, field: Field): readonly FixOffer[] {
  return offerFix(kind, title, removeField(field));
}

/** Offers the one of the words that a mistyped one is nearest to; nothing where none is near. */
export function spellLike(field: Field, words: readonly string[]): readonly FixOffer[] {
  const near = nearest(
    field.text.toLowerCase(),
    words.map((word) => word.toLowerCase()),
  );
  return words
    .filter((word) => word.toLowerCase() === near)
    .flatMap((word) => replaceValue('suggestion', `Write ${word}`, field, word));
}

/** Replaces a scalar in its quotes, or adds what is missing of the way to it. */
export function writeValue(field: Field, value: YamlValue, position?: EntryPosition): FixStep {
  const { resource, path } = field;
  return { field, edit: () => setValue(resource, path, value, position) };
}

/** A scalar to be written in another place: a number stays one. */
export function asWritten({ value, text }: Field): ScalarValue {
  return typeof value === 'number' ? value : text;
}

/** Adds an item to a list; makes the list where there is none. */
export function appendTo(list: Field, item: YamlValue): FixStep {
  const { resource, path } = list;
  if (!list.exists) return writeValue(list, [item]);
  return { field: list, edit: () => appendItem(resource, path, item) };
}

export function removeField(field: Field): FixStep {
  return { field, edit: () => removeEntry(field.resource, field.path) };
}

/** Writes another key; the value stays. */
export function renameField(field: Field, newKey: string): FixStep {
  return { field, edit: () => renameKey(field.resource, field.path, newKey) };
}

/** Writes another entry in place of one. */
export function replaceField(field: Field, newKey: string, value: YamlValue): FixStep {
  return { field, edit: () => replaceEntry(field.resource, field.path, newKey, value) };
}

/** Rearranges the entries of a mapping. */
export function reshapeField(mapping: Field, reshaping: Reshaping): FixStep {
  return { field: mapping, edit: () => reshapeMapping(mapping.resource, mapping.path, reshaping) };
}

function withheldAt(field: Field): readonly WithheldFix[] {
  const place = readOnlyPlace(field.resource, field.path);
  if (!place) return [];
  const { refusal, range } = place;
  return [{ withheld: { at: { resource: field.resource, range }, message: refusal.message } }];
}
