import assert from 'node:assert/strict';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { eventually, find, open, openText, restore, untilClean, untilFound } from './editor.ts';

const DEPLOYMENT = 'llm-chat/deployment.yaml';
const PDB = 'llm-chat/pdb.yaml';
const PDB_RULE = 'pdb-min-available-equals-replicas';

async function actionsAt(
  document: vscode.TextDocument,
  text: string,
  kind?: string,
): Promise<readonly vscode.CodeAction[]> {
  const place = find(document, text);
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    new vscode.Range(place, place),
    kind,
    20,
  );
}

/** Waits for the action whose title matches, and applies it as a choice from the menu would. */
async function apply(
  document: vscode.TextDocument,
  at: string,
  title: RegExp,
  kind?: string,
): Promise<string> {
  const action = await eventually(
    `an action ${String(title)}`,
    async () => (await actionsAt(document, at, kind)).find((each) => title.test(each.title)),
    60_000,
  );
  if (action.edit) assert.ok(await vscode.workspace.applyEdit(action.edit));
  if (action.command) {
    const { command, arguments: given = [] } = action.command;
    await vscode.commands.executeCommand(command, ...(given as unknown[]));
  }
  return action.title;
}

describe('code actions', function () {
  this.timeout(90_000);
  afterEach(async () => {
    await restore(DEPLOYMENT);
    await restore(PDB);
  });

  it('right-size the requests, with what that does to the cost in the title', async () => {
    const { document } = await open(DEPLOYMENT);
    const before = document.getText();
    const title = await apply(document, 'cpu: "3"', /^Right-size requests/, 'refactor');
    assert.match(title, /(saves|adds) \$[\d,.]+|same cost/);
    const after = document.getText();
    assert.ok(!after.includes('cpu: "3"'), after);
    assert.ok(after.includes('# sized for the first release, never looked at again'), 'the comment stays');
    assert.equal(after.split('\n').length, before.split('\n').length);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });

  it('right-size by command, as the lens does', async () => {
    const { document } = await open(DEPLOYMENT);
    await eventually(
      'an action',
      async () => (await actionsAt(document, 'cpu: "3"', 'refactor')).length > 0,
      60_000,
    );
    await vscode.commands.executeCommand('kubectlAutoscale.rightSizeWorkload', {
      uri: document.uri.toString(),
      position: { line: 2, character: 0 },
      kind: 'Deployment',
      namespace: 'prod',
      name: 'llm-chat',
    });
    await eventually('the edit', () => !document.getText().includes('cpu: "3"'));
  });

  it('disable a rule for a line', async () => {
    const { document } = await open(PDB);
    await untilFound(document, PDB_RULE);
    await apply(document, '2   #', new RegExp(`^Disable ${PDB_RULE} for this line`));
    await untilClean(document, PDB_RULE);
    assert.match(document.getText(), new RegExp(`# autoscale-disable-next-line ${PDB_RULE} -- `));
  });

  it('add the toleration that a GPU needs', async () => {
    const { document } = await openText(
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      image: b\n      resources:\n        limits:\n          nvidia.com/gpu: 1\n',
    );
    await apply(document, 'nvidia.com/gpu', /^Add GPU toleration/);
    assert.match(document.getText(), /tolerations:\n\s+- [\s\S]*nvidia\.com\/gpu/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('create a budget for a workload that has none', async () => {
    const { document } = await openText(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: lonely\nspec:\n  selector: {matchLabels: {app: lonely}}\n  template:\n    metadata: {labels: {app: lonely}}\n    spec: {containers: [{name: a, image: b}]}\n',
    );
    await apply(document, 'kind: Deployment', /^Add PodDisruptionBudget for lonely/);
    assert.match(document.getText(), /---\napiVersion: policy\/v1\nkind: PodDisruptionBudget\n/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('fix all safe findings of a file by command', async () => {
    const { document } = await openText(
      'apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata:\n  name: a\nspec:\n  targetRef: {apiVersion: apps/v1, kind: Deployment, name: a}\n  updatePolicy:\n    updateMode: Auto # as ever\n',
    );
    await untilFound(document, 'vpa-deprecated-auto-mode');
    // VS Code drops an action without a word where it was asked for too early; a user asks again.
    await eventually('the fix', async () => {
      await vscode.commands.executeCommand('kubectlAutoscale.fixFile');
      return document.getText().includes('updateMode: Recreate # as ever');
    });
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
