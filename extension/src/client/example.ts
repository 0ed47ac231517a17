import * as vscode from 'vscode';

/**
 * Opens the example platform: manifests with mistakes in them, and a recording of the cluster and metrics that belong to them, so that
 * everything can be tried without a cluster and without a network. It is a copy that may be changed; the next opening makes it anew.
 */
export async function openExample(context: vscode.ExtensionContext): Promise<void> {
  const bundled = vscode.Uri.joinPath(context.extensionUri, 'dist/example');
  const copy = vscode.Uri.joinPath(context.globalStorageUri, 'example');
  await vscode.workspace.fs.createDirectory(context.globalStorageUri);
  await vscode.workspace.fs.copy(bundled, copy, { overwrite: true });
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.joinPath(copy, 'k8s'), {
    forceNewWindow: true,
  });
}
