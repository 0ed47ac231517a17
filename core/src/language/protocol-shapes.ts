/**
 * The shapes of the Language Server Protocol that these functions answer, as plain data. Lines and characters count from 0; a
 * character is a UTF-16 code unit. The server passes them on as they are.
 */
export interface EditorPosition {
  line: number;
  character: number;
}

export interface EditorRange {
  start: EditorPosition;
  end: EditorPosition;
}

export interface EditorLocation {
  uri: string;
  range: EditorRange;
}

export interface EditorLocationLink {
  /** What is underlined where the reference stands. */
  originSelectionRange: EditorRange;
  targetUri: string;
  targetRange: EditorRange;
  targetSelectionRange: EditorRange;
}

export interface EditorDocumentLink {
  range: EditorRange;
  target: string;
  tooltip: string;
}

export interface EditorDiagnostic {
  range: EditorRange;
  /** 1 error, 2 warning, 3 information. */
  severity: 1 | 2 | 3;
  code: string;
  codeDescription?: { href: string };
  source: string;
  message: string;
  /** 1 unnecessary, 2 deprecated. */
  tags?: (1 | 2)[];
  relatedInformation?: { location: EditorLocation; message: string }[];
}

export interface EditorTextEdit {
  range: EditorRange;
  newText: string;
}

/** A command of the client, by the names of the server's protocol. */
export interface EditorCommand {
  title: string;
  command: string;
  arguments?: unknown[];
}

export interface EditorMarkdown {
  kind: 'markdown';
  value: string;
}

export interface EditorInlayHint {
  position: EditorPosition;
  label: string;
  tooltip: EditorMarkdown;
  paddingLeft: boolean;
}

export interface EditorCodeLens {
  range: EditorRange;
  /** `command` is empty where the client has none of ours: the line is for reading only. */
  command: EditorCommand;
}

export interface EditorHover {
  contents: EditorMarkdown;
  range: EditorRange;
}

export interface EditorCompletion {
  label: string;
  /** `CompletionItemKind`. */
  kind: 12;
  detail?: string;
  documentation?: string;
  sortText: string;
  textEdit: EditorTextEdit;
}

export interface EditorCodeAction {
  title: string;
  kind: string;
  diagnostics?: EditorDiagnostic[];
  isPreferred?: boolean;
  /** Why the action cannot be taken here. */
  disabled?: { reason: string };
  edit?: { changes: Record<string, EditorTextEdit[]> };
  command?: EditorCommand;
}
