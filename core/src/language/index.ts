export { annotatedObjects, measurableWorkloads } from './annotated-object.ts';
export { type AnnotationContext, reportKey } from './annotation-context.ts';
export { CODE_ACTION_KINDS, codeActions } from './code-actions/code-actions.ts';
export { workspaceEdit } from './code-actions/edits.ts';
export { codeLenses, newestDatum } from './code-lenses.ts';
export { type CompletionContext, completions } from './completion/completions.ts';
export { type Addresses, diagnosticOf, ruleOf } from './diagnostics.ts';
export { hourlyRange, moneyRange } from './figures.ts';
export { flagHover } from './flag-hover.ts';
export { hover } from './hover.ts';
export { inlayHints } from './inlay-hints.ts';
export { documentLinks } from './navigation/document-links.ts';
export { definitions, type NavigationContext, references } from './navigation/navigate.ts';
export { offsetAt } from './places.ts';
export type {
  EditorCodeAction,
  EditorCodeLens,
  EditorCommand,
  EditorCompletion,
  EditorDiagnostic,
  EditorDocumentLink,
  EditorHover,
  EditorInlayHint,
  EditorLocation,
  EditorLocationLink,
  EditorPosition,
  EditorRange,
  EditorTextEdit,
} from './protocol-shapes.ts';
export { hpaChangesOf, readSettings, settingsOf, type WhatIfSettings } from './what-if/settings.ts';
export { whatIfAt, type WhatIfObjects, whatIfOf } from './what-if/subject.ts';
export { type WhatIfView, whatIfView } from './what-if/view.ts';
export { whatIfEdit } from './what-if/what-if-edit.ts';
export { type ScalerNode, type WorkloadNode, workloadTree } from './workload-tree.ts';
