import * as vscode from 'vscode';

import { isSelected } from './document-selector.ts';

/**
 * Goes to the manifest that a command means: the active one, else one that is shown, else the one of the nearest tab. A button of the walkthrough is pressed
 * while no manifest is active. Says what to do where none is open, and answers `undefined`.
 */
export async function goToManifest(): Promise<vscode.TextEditor | undefined> {
  const { activeTextEditor: active, visibleTextEditors } = vscode.window;
  if (active && isSelected(active.document)) return active;
  const shown = visibleTextEditors.find(({ document }) => isSelected(document));
  if (shown) return vscode.window.showTextDocument(shown.document, shown.viewColumn);
  for (const { input } of tabsByNearness()) {
    if (!(input instanceof vscode.TabInputText) || !/\.(ya?ml)$/.test(input.uri.path)) continue;
    const document = await vscode.workspace.openTextDocument(input.uri);
    if (isSelected(document)) return vscode.window.showTextDocument(document);
  }
  void vscode.window.showWarningMessage(
    'Open a manifest first, and put the cursor where it is to be changed.',
  );
  return undefined;
}

/** The tabs of the active group from the active one to both sides. */
function tabsByNearness(): readonly vscode.Tab[] {
  const { tabs } = vscode.window.tabGroups.activeTabGroup;
  const at = tabs.findIndex(({ isActive }) => isActive);
  const distance = (tab: vscode.Tab): number => Math.abs(tabs.indexOf(tab) - at);
  return [...tabs].sort((a, b) => distance(a) - distance(b));
}
