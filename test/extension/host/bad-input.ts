import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';

import {
  diagnosticsOf,
  eventually,
  folder,
  open,
  openText,
  replaceAll,
  untilFound,
  write,
} from './editor.ts';

const PDB = 'llm-chat/pdb.yaml';
const PDB_RULE = 'pdb-min-available-equals-replicas';

const hpa = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: a
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}
  minReplicas: 9
  maxReplicas: 3
`;
const MIN_MAX = 'hpa-min-greater-than-max';

/** Aliases that stand for a billion nodes. */
const aliasBomb = [
  'apiVersion: v1',
  'kind: ConfigMap',
  'metadata: {name: bomb}',
  'a0: &a0 [x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(8)}*a${i}]`),
].join('\n');

/** Process ids of our language servers, as Linux tells them. */
function serversOfThisProcess(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const parent = / \(.*\) \S+ (\d+)/.exec(` ${readFileSync(`/proc/${pid}/stat`, 'utf8')}`)?.[1];
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return Number(parent) === process.pid && command.includes('dist/server/main.js');
      } catch {
        // It has ended since the folder was listed.
        return false;
      }
    });
}

describe('bad input', () => {
  const written: vscode.Uri[] = [];
  after(async () => {
    for (const uri of written) await vscode.workspace.fs.delete(uri, { useTrash: false });
  });

  /** The server lives, and answers as if nothing had been. */
  async function stillServes(): Promise<void> {
    const editor = await openText(hpa);
    await untilFound(editor.document, MIN_MAX);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }

  it('half-written: what is whole is still checked, and the rest marked', async () => {
    const editor = await openText(
      `${hpa}---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: [unclosed`,
    );
    await untilFound(editor.document, MIN_MAX);
    assert.ok(diagnosticsOf(editor.document).length < 5, 'one mistake makes no storm');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('typed key by key: every half of a manifest is survived', async () => {
    const editor = await openText('');
    for (let end = 1; end <= hpa.length; end += 7) await replaceAll(editor, hpa.slice(0, end));
    await replaceAll(editor, hpa);
    await untilFound(editor.document, MIN_MAX);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('huge: more than a MiB', async () => {
    const text = hpa + `---\n# ${'padding '.repeat(10_000)}\n`.repeat(20);
    written.push(await write('huge.yaml', text));
    await open('huge.yaml');
    await stillServes();
  });

  it('binary: zero bytes in a .yaml', async () => {
    written.push(
      await write(
        'binary.yaml',
        Uint8Array.from({ length: 4096 }, (_, i) => i % 256),
      ),
    );
    await open('binary.yaml').catch(() => undefined);
    await stillServes();
  });

  it('hostile: aliases that stand for a billion nodes', async () => {
    written.push(await write('bomb.yaml', aliasBomb));
    const { document } = await open('bomb.yaml');
    await stillServes();
    assert.ok(diagnosticsOf(document).length <= 2, 'the bomb is said once');
  });

  it('hostile: keys that are names of the language', async () => {
    const editor = await openText(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\n  __proto__: {polluted: true}\n  constructor: {prototype: {polluted: true}}\nspec: {}\n',
    );
    await stillServes();
    assert.equal((Object.prototype as Record<string, unknown>).polluted, undefined);
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('hostile: nested ten thousand deep', async () => {
    written.push(await write('deep.yaml', `apiVersion: v1\nkind: ConfigMap\ndata: ${'['.repeat(10_000)}`));
    await open('deep.yaml');
    await stillServes();
  });

  it('of the wrong types everywhere', async () => {
    const editor = await openText(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: 7\nspec:\n  replicas: {a: b}\n  template: [1, 2]\n---\napiVersion: 4\nkind: [Pod]\n---\n- a\n- b\n',
    );
    await stillServes();
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('a Helm template: left alone', async () => {
    const editor = await openText(
      '{{- if .Values.hpa }}\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec:\n  minReplicas: {{ .Values.min }}\n{{- end }}\n',
    );
    await stillServes();
    assert.deepEqual(diagnosticsOf(editor.document), []);
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('a file that is deleted while it is open', async () => {
    const uri = await write('gone.yaml', hpa);
    const { document } = await open('gone.yaml');
    await untilFound(document, MIN_MAX);
    await vscode.workspace.fs.delete(uri, { useTrash: false });
    await stillServes();
    const { document: pdb } = await open(PDB);
    await untilFound(pdb, PDB_RULE);
  });

  it('a server that is killed comes back', async function () {
    if (process.platform !== 'linux') this.skip();
    const [server] = serversOfThisProcess();
    assert.ok(server, 'the server is a child of the extension host');
    process.kill(server, 'SIGKILL');
    await eventually('another server', () => serversOfThisProcess().some((pid) => pid !== server));
    await stillServes();
  });

  it('a configuration file that cannot be read', async () => {
    const uri = await write('.kubectl-autoscale.yaml', 'preset: [nonsense\n');
    await stillServes();
    await vscode.workspace.fs.delete(uri, { useTrash: false });
    assert.ok(folder());
  });
});
