import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, it } from 'mocha';
import * as vscode from 'vscode';

import { expandSnippet } from '../expand-snippet.ts';
import { EXTENSION_ID, openText } from './editor.ts';

interface Snippet {
  readonly prefix: string;
  readonly body: readonly string[];
}

describe('snippets', () => {
  const { extensionPath, packageJSON } = vscode.extensions.getExtension(EXTENSION_ID)!;
  const files = packageJSON.contributes.snippets as readonly { readonly path: string }[];

  for (const { path } of files) {
    it(path, async () => {
      const snippets = JSON.parse(readFileSync(join(extensionPath, path), 'utf8')) as Record<string, Snippet>;
      for (const { body } of Object.values(snippets)) {
        const editor = await openText('');
        await editor.insertSnippet(new vscode.SnippetString(body.join('\n')));
        // The tests without an editor expand by themselves: that has to be what the editor does.
        assert.equal(editor.document.getText(), expandSnippet(body));
        await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      }
    });
  }
});
