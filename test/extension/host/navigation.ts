import assert from 'node:assert/strict';

import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { eventually, find, open, write } from './editor.ts';

const DEPLOYMENT = 'llm-chat/deployment.yaml';
const HPA = 'llm-chat/hpa.yaml';

function nameOf({ path }: vscode.Uri): string {
  return path.split('/').slice(-2).join('/');
}

describe('navigation', () => {
  it('from an HPA to its Deployment', async () => {
    const { document } = await open(HPA);
    const [target] = await eventually('a definition', async () => {
      const found = await vscode.commands.executeCommand<readonly vscode.LocationLink[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        find(document, 'scaleTargetRef'),
      );
      return found.length > 0 && found;
    });
    assert.equal(nameOf(target!.targetUri), DEPLOYMENT);
  });

  it('from a Deployment to what refers to it', async () => {
    const { document } = await open(DEPLOYMENT);
    const names = await eventually('references', async () => {
      const found = await vscode.commands.executeCommand<readonly vscode.Location[]>(
        'vscode.executeReferenceProvider',
        document.uri,
        find(document, 'kind: Deployment'),
      );
      const files = found.map(({ uri }) => nameOf(uri));
      return files.includes(HPA) && files;
    });
    assert.ok(names.includes('llm-chat/pdb.yaml'), names.join());
  });

  it('by a link at the name of the target', async () => {
    const { document } = await open(HPA);
    const links = await eventually('links', async () => {
      const found = await vscode.commands.executeCommand<readonly vscode.DocumentLink[]>(
        'vscode.executeLinkProvider',
        document.uri,
      );
      return found.length > 0 && found;
    });
    assert.ok(
      links.some(({ target }) => target?.path.endsWith(DEPLOYMENT) && target.fragment.startsWith('L')),
    );
  });
});

describe('completion', () => {
  const created: vscode.Uri[] = [];
  after(async () => {
    for (const uri of created) await vscode.workspace.fs.delete(uri, { useTrash: false });
  });

  it('offers the workloads of the folder in a new HPA', async () => {
    created.push(
      await write(
        'new-hpa.yaml',
        'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a, namespace: prod}\nspec:\n  scaleTargetRef:\n    kind: Deployment\n    name: \n',
      ),
    );
    const { document } = await open('new-hpa.yaml');
    const position = find(document, 'name: \n').translate(0, 6);
    await eventually('the name of a workload', async () => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        position,
      );
      return items.some(({ label }) => (typeof label === 'string' ? label : label.label) === 'llm-chat');
    });
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
