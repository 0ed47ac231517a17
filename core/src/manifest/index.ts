export { applyEdits } from './apply-edits.ts';
export {
  appendItem,
  type EditResult,
  insertEntry,
  readOnlyPlace,
  removeEntry,
  renameKey,
  replaceEntry,
  replaceScalar,
  reshapeMapping,
  setValue,
} from './edit.ts';
export type { EditRefusal } from './editing/edit-refusal.ts';
export type { EntryPosition } from './editing/insert-entry.ts';
export type { YamlValue } from './editing/yaml-text.ts';
export { type GroupKind, groupOf, type KubernetesObject, versionOf } from './kubernetes-object.ts';
export { type LocatedYaml, parseLocatedYaml } from './located-yaml.ts';
export { deepestNesting, nestedTooDeep } from './nesting-limit.ts';
export { parseSourceFile } from './parse.ts';
export type { PlainProblem } from './plain-document.ts';
export type { ScalarValue } from './plain-scalar.ts';
export { fromYaml, type PlainDocument, readPlainYaml, toYaml, toYamlStream } from './plain-yaml.ts';
export type { Path, PathPart, Position, Range } from './ranges.ts';
export type { ManifestDocument, ParseProblem, Resource, SourceFile, SourceFileKind } from './source-file.ts';
export type { TextEdit } from './text-edit.ts';
export { createWorkspaceIndex, type WorkspaceIndex } from './workspace-index.ts';
