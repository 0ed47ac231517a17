export { type Addresses, DIAGNOSTIC_SOURCE, diagnosticOf, ruleOf } from './diagnostics.ts';
export { editorPosition, editorRange, offsetAt } from './places.ts';
export type {
  EditorCommand,
  EditorDiagnostic,
  EditorLocation,
  EditorPosition,
  EditorRange,
  EditorTextEdit,
} from './protocol-shapes.ts';
