import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as vscode from 'vscode';

export const EXTENSION_ID = 'kubectl-autoscale.kubectl-autoscale-vscode';

/** The copy of the example platform that VS Code has open. */
export function folder(): vscode.Uri {
  const first = vscode.workspace.workspaceFolders?.[0];
  if (!first) throw new Error('no folder is open');
  return first.uri;
}

export async function open(path: string): Promise<vscode.TextEditor> {
  // In a tab of its own: the next document must not close it.
  return vscode.window.showTextDocument(vscode.Uri.joinPath(folder(), path), { preview: false });
}

/** Opens a document that is nowhere on disk. */
export async function openText(content: string, language = 'yaml'): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }));
}

/** Writes a file of the folder from outside of the editor. */
export async function write(path: string, content: string | Uint8Array): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(folder(), path);
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  await vscode.workspace.fs.writeFile(uri, bytes);
  return uri;
}

/** Puts back on disk what the example platform has there, and in the editor what is on disk. */
export async function restore(path: string): Promise<void> {
  const original = readFileSync(
    join(process.env.KUBECTL_AUTOSCALE_ROOT ?? '', 'examples/platform/k8s', path),
  );
  await write(path, original);
  await open(path);
  await vscode.commands.executeCommand('workbench.action.files.revert');
}

export async function replaceAll(editor: vscode.TextEditor, text: string): Promise<void> {
  const { document } = editor;
  const everything = new vscode.Range(
    new vscode.Position(0, 0),
    document.positionAt(document.getText().length),
  );
  await editor.edit((edit) => edit.replace(everything, text));
}

export function find(document: vscode.TextDocument, text: string): vscode.Position {
  const offset = document.getText().indexOf(text);
  if (offset < 0) throw new Error(`${document.uri.path} does not hold ${text}`);
  return document.positionAt(offset);
}

export interface SeenDiagnostic {
  readonly rule: string;
  readonly severity: string;
  readonly text: string;
}

/** Our diagnostics of a document, with the text that each one marks. */
export function diagnosticsOf(document: vscode.TextDocument): readonly SeenDiagnostic[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source === 'kubectl-autoscale')
    .map((diagnostic) => ({
      rule: ruleOf(diagnostic),
      severity: vscode.DiagnosticSeverity[diagnostic.severity],
      text: document.getText(diagnostic.range),
    }));
}

export function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

export async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration('kubectlAutoscale')
    .update(name, value, vscode.ConfigurationTarget.Workspace);
}

/** Polls until `attempt` answers something other than undefined or false, or does not throw. */
export async function eventually<T>(
  what: string,
  attempt: () => T | Promise<T>,
  timeoutMs = 30_000,
): Promise<Exclude<T, undefined | false>> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await attempt();
      if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`, { cause: last });
    await new Promise((wait) => setTimeout(wait, 50));
  }
}

/** Waits until a document has a finding of the rule. */
export function untilFound(document: vscode.TextDocument, rule: string): Promise<SeenDiagnostic> {
  return eventually(`a finding of ${rule} in ${document.uri.path}`, () =>
    diagnosticsOf(document).find((diagnostic) => diagnostic.rule === rule),
  );
}

export function untilClean(document: vscode.TextDocument, rule: string): Promise<true> {
  return eventually(
    `no finding of ${rule} in ${document.uri.path}`,
    () => !diagnosticsOf(document).some((diagnostic) => diagnostic.rule === rule),
  );
}
