import { writeFileSync } from 'node:fs';

import * as vscode from 'vscode';

import { diagnosticsOf, eventually, EXTENSION_ID, find, open, replaceAll, untilFound } from './editor.ts';

const PDB = 'llm-chat/pdb.yaml';
const RULE = 'pdb-min-available-equals-replicas';
const REPETITIONS = 20;

/** Milliseconds by what was measured. For bench/editor.mjs: what VS Code calls in its extension host in place of the tests. */
export async function run(): Promise<void> {
  const measured: Record<string, readonly number[]> = {};
  const extension = vscode.extensions.getExtension(EXTENSION_ID)!;
  measured['activation, of which a window without manifests pays nothing'] = [
    await timed(() => extension.activate()),
  ];
  measured['first manifest opened to its diagnostics'] = [
    await timed(async () => untilFound((await open(PDB)).document, RULE)),
  ];
  measured['keystroke to changed diagnostics, the pause of 250 ms included'] = await keystrokes();
  const { document } = await open('llm-chat/deployment.yaml');
  const place = find(document, 'cpu: "3"');
  await eventually('a hover with figures', async () => (await hovers(document, place)).length > 0, 120_000);
  measured['hover, data in memory'] = await repeated(() => hovers(document, place));
  writeFileSync(process.env.KUBECTL_AUTOSCALE_TEST_RESULTS ?? '', JSON.stringify(measured));
}

async function keystrokes(): Promise<readonly number[]> {
  const editor = await open(PDB);
  const wrong = editor.document.getText();
  const right = wrong.replace('minAvailable: 2', 'minAvailable: 1');
  const times: number[] = [];
  for (let i = 0; i < REPETITIONS; i += 1) {
    const isWrong = i % 2 === 1;
    times.push(
      await timed(async () => {
        const changed = untilChanged(editor.document, isWrong);
        await replaceAll(editor, isWrong ? wrong : right);
        await changed;
      }),
    );
  }
  await vscode.commands.executeCommand('workbench.action.files.revert');
  return times;
}

function untilChanged(document: vscode.TextDocument, isFound: boolean): Promise<void> {
  return new Promise((done) => {
    const listening = vscode.languages.onDidChangeDiagnostics(() => {
      if (diagnosticsOf(document).some(({ rule }) => rule === RULE) !== isFound) return;
      listening.dispose();
      done();
    });
  });
}

function hovers(document: vscode.TextDocument, place: vscode.Position): Thenable<vscode.Hover[]> {
  return vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, place);
}

async function repeated(action: () => Thenable<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < REPETITIONS; i += 1) times.push(await timed(action));
  return times;
}

async function timed(action: () => Thenable<unknown>): Promise<number> {
  const started = performance.now();
  await action();
  return performance.now() - started;
}
