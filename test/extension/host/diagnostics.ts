import assert from 'node:assert/strict';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import {
  diagnosticsOf,
  eventually,
  EXTENSION_ID,
  open,
  openText,
  replaceAll,
  restore,
  ruleOf,
  set,
  untilClean,
  untilFound,
} from './editor.ts';

const PDB = 'llm-chat/pdb.yaml';
const PDB_RULE = 'pdb-min-available-equals-replicas';

describe('diagnostics', () => {
  afterEach(async () => {
    await set('lint.preset', undefined);
    await set('lint.severityOverrides', undefined);
    await set('enable', undefined);
    await restore(PDB);
  });

  it('come with a manifest, and not before', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension);
    const { document } = await open(PDB);
    const { text } = await untilFound(document, PDB_RULE);
    assert.equal(text, '2');
    assert.ok(extension.isActive);
  });

  it('name their rule, link to its page and point at the other object', async () => {
    const { document } = await open(PDB);
    await untilFound(document, PDB_RULE);
    const found = vscode.languages.getDiagnostics(document.uri).find((each) => ruleOf(each) === PDB_RULE);
    assert.equal(found?.source, 'kubectl-autoscale');
    assert.ok(
      (found.relatedInformation ?? []).some(({ location }) => location.uri.path.endsWith('hpa.yaml')),
    );
  });

  it('follow what is typed and what is undone', async () => {
    const editor = await open(PDB);
    await untilFound(editor.document, PDB_RULE);
    await replaceAll(editor, editor.document.getText().replace('minAvailable: 2', 'minAvailable: 1'));
    await untilClean(editor.document, PDB_RULE);
    await vscode.commands.executeCommand('undo');
    await untilFound(editor.document, PDB_RULE);
  });

  it('follow a change of another file', async () => {
    const { document } = await open(PDB);
    await untilFound(document, PDB_RULE);
    const hpa = await open('llm-chat/hpa.yaml');
    await replaceAll(hpa, hpa.document.getText().replace('minReplicas: 2', 'minReplicas: 4'));
    await untilClean(document, PDB_RULE);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await untilFound(document, PDB_RULE);
  });

  it('obey the settings at once', async () => {
    const { document } = await open(PDB);
    await untilFound(document, PDB_RULE);
    await set('lint.severityOverrides', { [PDB_RULE]: 'info' });
    await eventually('an information', () =>
      diagnosticsOf(document).some(({ rule, severity }) => rule === PDB_RULE && severity === 'Information'),
    );
    await set('lint.preset', 'off');
    await untilClean(document, PDB_RULE);
    await set('lint.preset', undefined);
    await set('enable', false);
    await untilClean(document, PDB_RULE);
  });

  it('come in a document that was never saved', async () => {
    const { document } = await openText(
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: a\nspec:\n' +
        '  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}\n  minReplicas: 9\n  maxReplicas: 3\n',
    );
    await untilFound(document, 'hpa-min-greater-than-max');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
