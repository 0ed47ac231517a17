import assert from 'node:assert/strict';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { eventually, find, open, set } from './editor.ts';

const DEPLOYMENT = 'llm-chat/deployment.yaml';
const HPA = 'llm-chat/hpa.yaml';
/** The recording is read and forecast first. */
const PATIENCE_MS = 60_000;

function lenses({ uri }: vscode.TextDocument): Thenable<vscode.CodeLens[]> {
  return vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri, 10);
}

async function hints(document: vscode.TextDocument): Promise<readonly string[]> {
  const everything = new vscode.Range(0, 0, document.lineCount, 0);
  const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    everything,
  );
  return found.map(({ label }) =>
    typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
  );
}

async function hoverText(document: vscode.TextDocument, at: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    find(document, at),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : (content as vscode.MarkdownString).value))
    .join('\n');
}

describe('annotations', function () {
  this.timeout(PATIENCE_MS + 30_000);
  afterEach(async () => {
    for (const surface of ['codeLens', 'inlayHints', 'hover']) await set(`${surface}.enable`, undefined);
    await set('data.source', 'recording');
  });

  it('a lens on the Deployment says what it costs and opens its hover', async () => {
    const { document } = await open(DEPLOYMENT);
    const [lens] = await eventually(
      'a lens',
      async () => {
        const found = await lenses(document);
        return found.length > 0 && found;
      },
      PATIENCE_MS,
    );
    assert.match(lens?.command?.title ?? '', /^\$[\d,]+.*\/mo now/);
    assert.equal(lens?.command?.command, 'kubectlAutoscale.showWorkload');
    await vscode.commands.executeCommand(lens.command.command, ...(lens.command.arguments as unknown[]));
  });

  it('a hint behind each container shows its use, with a cost', async () => {
    const { document } = await open(DEPLOYMENT);
    const found = await eventually(
      'hints',
      async () => {
        const labels = await hints(document);
        return labels.length >= 2 && labels;
      },
      PATIENCE_MS,
    );
    for (const label of found) assert.ok(label.length <= 60, label);
    assert.ok(
      found.some((label) => label.includes('$')),
      found.join('\n'),
    );
  });

  it('a hover has a table, a drawn chart and the age of its data', async () => {
    const { document } = await open(DEPLOYMENT);
    const text = await eventually(
      'a hover',
      async () => {
        const found = await hoverText(document, 'cpu: "3"');
        return found.includes('|') && found;
      },
      PATIENCE_MS,
    );
    assert.match(text, /!\[[^\]]*\]\(data:image\/svg\+xml/);
    assert.match(text, /p95/);
  });

  it("the HPA's annotations are those of its Deployment", async () => {
    const { document } = await open(HPA);
    await eventually('hints on the bounds', async () => (await hints(document)).length > 0, PATIENCE_MS);
    await eventually('a hover', async () => (await hoverText(document, 'minReplicas')).includes('llm-chat'));
  });

  it('each surface has a switch', async () => {
    const { document } = await open(DEPLOYMENT);
    await eventually('a lens', async () => (await lenses(document)).length > 0, PATIENCE_MS);
    await set('codeLens.enable', false);
    await eventually('no lens', async () => (await lenses(document)).length === 0);
    await set('inlayHints.enable', false);
    await eventually('no hints', async () => (await hints(document)).length === 0);
    await set('hover.enable', false);
    await eventually('no hover', async () => !(await hoverText(document, 'cpu: "3"')).includes('|'));
  });

  it('without a source there is none, and findings stay', async () => {
    const { document } = await open(DEPLOYMENT);
    await eventually('a lens', async () => (await lenses(document)).length > 0, PATIENCE_MS);
    await set('data.source', 'none');
    await eventually('no lens', async () => (await lenses(document)).length === 0);
    assert.deepEqual(await hints(document), []);
  });

  it('a Prometheus that is gone takes the figures away and nothing else', async () => {
    const { document } = await open(DEPLOYMENT);
    // Nothing listens on the discard port.
    await set('data.prometheusUrl', 'http://127.0.0.1:9');
    await set('data.source', 'prometheus');
    await eventually('no figures', async () => !(await hoverText(document, 'cpu: "3"')).includes('p95'));
    const { document: pdb } = await open('llm-chat/pdb.yaml');
    await eventually('findings', () => vscode.languages.getDiagnostics(pdb.uri).length > 0);
    await set('data.prometheusUrl', undefined);
    await set('data.source', 'recording');
    await eventually(
      'figures',
      async () => (await hoverText(document, 'cpu: "3"')).includes('p95'),
      PATIENCE_MS,
    );
  });
});
