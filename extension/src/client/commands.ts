import {
  CLIENT_COMMANDS,
  type ExplainRuleArgument,
  FIX_ALL_KIND,
  type ScalerNode,
  type ShowWorkloadArgument,
  type WhatIfSubjectParams,
  type WorkloadNode,
} from '@kubectl-autoscale/core/language-server/protocol';
import * as vscode from 'vscode';

import { chooseDataSource } from './choose-data-source.ts';
import { isSelected } from './document-selector.ts';
import { openExample } from './example.ts';
import { goToManifest } from './manifest-editor.ts';
import { askForPrometheusToken } from './prometheus-token.ts';
import type { Session } from './session.ts';

/** Registers every command of package.json; `start` answers the running session and starts one where there is none. */
export function registerCommands(context: vscode.ExtensionContext, start: () => Promise<Session>): void {
  const commands: Readonly<Record<string, (...args: never[]) => unknown>> = {
    [CLIENT_COMMANDS.showWorkload]: showWorkload,
    [CLIENT_COMMANDS.explainRule]: explainRule,
    [CLIENT_COMMANDS.rightSize]: rightSize,
    [CLIENT_COMMANDS.whatIf]: (at?: ShowWorkloadArgument | WorkloadNode | ScalerNode) =>
      whatIf(context, start, at),
    [CLIENT_COMMANDS.chooseData]: () => chooseDataSource(context, start),
    'kubectlAutoscale.openExample': () => openExample(context),
    'kubectlAutoscale.setPrometheusToken': () => askForPrometheusToken(context.secrets),
    'kubectlAutoscale.refreshData': async () => (await start()).refreshData(),
    'kubectlAutoscale.restartServer': async () => (await start()).restart(),
    'kubectlAutoscale.showOutput': async () => (await start()).output.show(),
    'kubectlAutoscale.fixFile': fixFile,
    'kubectlAutoscale.rightSizeHere': rightSizeHere,
    'kubectlAutoscale.openWalkthrough': () => openWalkthrough(context.extension.id),
    'kubectlAutoscale.showMenu': showMenu,
  };
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(name, run));
  }
}

/** Shows the rule's page, which comes with the extension. */
async function explainRule({ url }: ExplainRuleArgument): Promise<void> {
  const page = vscode.Uri.parse(url);
  if (page.scheme === 'file') await vscode.commands.executeCommand('markdown.showPreview', page);
  else await vscode.env.openExternal(page);
}

/** Puts the cursor on the workload and opens its hover there, which a keyboard can scroll too. */
async function showWorkload({ uri, position }: ShowWorkloadArgument): Promise<void> {
  await putCursor(uri, position);
  await vscode.commands.executeCommand('editor.action.showHover', { focus: 'autoFocusImmediately' });
}

/** Opens the what-if panel for an item of the tree, for where a hover links from, or for where the cursor is. */
async function whatIf(
  context: vscode.ExtensionContext,
  start: () => Promise<Session>,
  at: ShowWorkloadArgument | WorkloadNode | ScalerNode | undefined,
): Promise<void> {
  const place = at ? placeOf(at) : cursor();
  if (!place) {
    void vscode.window.showWarningMessage(
      'Open a manifest, and put the cursor into an HPA or into a workload that an HPA scales.',
    );
    return;
  }
  // Most sessions never open it.
  const { openWhatIf } = await import('./what-if-panel.ts');
  await openWhatIf(context, await start(), place);
}

function placeOf(at: ShowWorkloadArgument | WorkloadNode | ScalerNode): WhatIfSubjectParams {
  const position = 'position' in at ? at.position : at.range.start;
  return { textDocument: { uri: at.uri }, position };
}

function cursor(): WhatIfSubjectParams | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor || !isSelected(editor.document)) return undefined;
  const { line, character } = editor.selection.active;
  return { textDocument: { uri: editor.document.uri.toString() }, position: { line, character } };
}

/** Applies the right-size action of the workload, as if chosen from the menu. */
async function rightSize({ uri, position }: ShowWorkloadArgument): Promise<void> {
  await putCursor(uri, position);
  await applyRightSize();
}

/** The same where the cursor is. */
async function rightSizeHere(): Promise<void> {
  if (await goToManifest()) await applyRightSize();
}

async function applyRightSize(): Promise<void> {
  await vscode.commands.executeCommand('editor.action.codeAction', {
    kind: 'refactor.rewrite.rightSize',
    apply: 'first',
  });
}

async function openWalkthrough(extensionId: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extensionId}#start`, false);
}

async function putCursor(uri: string, { line, character }: ShowWorkloadArgument['position']): Promise<void> {
  const editor = await vscode.window.showTextDocument(vscode.Uri.parse(uri));
  const place = new vscode.Position(line, character);
  editor.selection = new vscode.Selection(place, place);
  editor.revealRange(new vscode.Range(place, place), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

async function fixFile(): Promise<void> {
  if (!(await goToManifest())) return;
  await vscode.commands.executeCommand('editor.action.codeAction', { kind: FIX_ALL_KIND, apply: 'first' });
}

async function showMenu(): Promise<void> {
  const entries = [
    ['Choose Data Source…', CLIENT_COMMANDS.chooseData],
    ['Refresh Data', 'kubectlAutoscale.refreshData'],
    ['Show Problems', 'workbench.actions.view.problems'],
    ['Open Walkthrough', 'kubectlAutoscale.openWalkthrough'],
    ['Show Output', 'kubectlAutoscale.showOutput'],
    ['Restart Language Server', 'kubectlAutoscale.restartServer'],
  ] as const;
  const chosen = await vscode.window.showQuickPick(
    entries.map(([label, command]) => ({ label, command })),
    { title: 'Kubernetes Autoscaling' },
  );
  if (chosen !== undefined) await vscode.commands.executeCommand(chosen.command);
}
