import type { Connection } from 'vscode-languageserver';

import {
  definitions,
  documentLinks,
  type EditorDocumentLink,
  type EditorLocation,
  type EditorLocationLink,
  type NavigationContext,
  offsetAt,
  references,
} from '../language/index.ts';
import type { Ask, Asked } from './document-request.ts';

/** Answers where a reference leads and who refers to an object, from the manifests alone. */
export function serveNavigation(connection: Connection, ask: Ask): void {
  connection.onDefinition(({ textDocument, position }, token): EditorLocation[] | EditorLocationLink[] => {
    const asked = ask(textDocument, token);
    if (!asked?.folder.settings.navigation.enable) return [];
    const found = definitions(asked.file, offsetAt(asked.file, position), contextOf(asked));
    return asked.client.canFollowLinks
      ? [...found]
      : found.map(({ targetUri: uri, targetSelectionRange: range }) => ({ uri, range }));
  });
  connection.onReferences(({ textDocument, position, context }, token): EditorLocation[] => {
    const asked = ask(textDocument, token);
    if (!asked?.folder.settings.navigation.enable) return [];
    const offset = offsetAt(asked.file, position);
    return [...references(asked.file, offset, context.includeDeclaration, contextOf(asked))];
  });
  connection.onDocumentLinks(({ textDocument }, token): EditorDocumentLink[] => {
    const asked = ask(textDocument, token);
    if (!asked?.folder.settings.navigation.enable) return [];
    return [...documentLinks(asked.file, contextOf(asked))];
  });
}

function contextOf({ folder, addresses }: Asked): NavigationContext {
  return { workspace: folder.workspace, addresses };
}
