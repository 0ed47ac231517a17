import type { DataStatus, WorkspaceStatus } from '@kubectl-autoscale/core/language-server/protocol';
import * as vscode from 'vscode';

import { isSelected } from './document-selector.ts';
import { statusText, statusTooltip } from './status-text.ts';

/** The one status bar item: what the folder of the shown manifest costs, and what is wrong in it. */
export interface StatusItem {
  showData(status: DataStatus): void;
  showWorkspace(status: WorkspaceStatus): void;
  /** Whether there is a server, or one is being started. */
  showServer(isThere: boolean): void;
  dispose(): void;
}

export function statusItem(): StatusItem {
  const data = new Map<string, DataStatus>();
  const workspaces = new Map<string, WorkspaceStatus>();
  const item = vscode.window.createStatusBarItem(
    'kubectlAutoscale.status',
    vscode.StatusBarAlignment.Right,
    90,
  );
  let isServed = true;
  item.name = 'Kubernetes Autoscaling';
  item.command = 'kubectlAutoscale.showMenu';
  const followed = vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.workspace.onDidChangeConfiguration(show),
  );
  return {
    showData: (status) => {
      data.set(status.folder, status);
      show();
    },
    showWorkspace: (status) => {
      workspaces.set(status.folder, status);
      show();
    },
    showServer: (isThere) => {
      isServed = isThere;
      show();
    },
    dispose: () => {
      followed.dispose();
      item.dispose();
    },
  };

  function show(): void {
    const document = vscode.window.activeTextEditor?.document;
    const folder = document === undefined ? undefined : folderOf(document);
    const workspace = folder === undefined ? undefined : workspaces.get(folder);
    if (document === undefined || workspace === undefined || !isSelected(document) || !isWanted(document)) {
      item.hide();
      return;
    }
    const measured = data.get(workspace.folder);
    item.text = isServed ? statusText(workspace, measured) : '$(error) Autoscaling stopped';
    item.tooltip = isServed ? statusTooltip(workspace, measured) : 'The language server is not running.';
    item.show();
  }

  /** A document outside of every folder belongs to the first one, as on the server. */
  function folderOf(document: vscode.TextDocument): string | undefined {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    return folder?.uri.toString() ?? workspaces.keys().next().value;
  }
}

function isWanted(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration('kubectlAutoscale', document).get('statusBar.enable', true);
}
