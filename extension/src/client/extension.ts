import * as vscode from 'vscode';

import { registerCommands } from './commands.ts';
import type { Session } from './session.ts';
import { looksLikeManifest } from './sniff.ts';

let session: Promise<Session> | undefined;

/**
 * Runs when the first YAML document is opened, so it does as little as it can: the engine is loaded when a document turns out to
 * be a Kubernetes manifest, or when a command asks for it.
 */
export function activate(context: vscode.ExtensionContext): void {
  const start = (): Promise<Session> => (session ??= startSession(context));
  registerCommands(context, start);
  if (vscode.workspace.textDocuments.some(isManifest)) {
    void start();
    return;
  }
  const watching = vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(startFor),
    vscode.workspace.onDidChangeTextDocument(({ document }) => startFor(document)),
  );
  context.subscriptions.push(watching);

  function startFor(document: vscode.TextDocument): void {
    if (!isManifest(document)) return;
    watching.dispose();
    void start();
  }
}

export async function deactivate(): Promise<void> {
  const running = session;
  session = undefined;
  await (await running)?.stop();
}

async function startSession(context: vscode.ExtensionContext): Promise<Session> {
  const { openSession } = await import('./session.ts');
  return openSession(context);
}

function isManifest(document: vscode.TextDocument): boolean {
  if (document.languageId !== 'yaml' && document.languageId !== 'helm') return false;
  return looksLikeManifest(document.getText(new vscode.Range(0, 0, 400, 0)));
}
