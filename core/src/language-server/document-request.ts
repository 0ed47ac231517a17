import type { CancellationToken } from 'vscode-languageserver';

import type { Addresses, AnnotationContext } from '../language/index.ts';
import type { SourceFile } from '../manifest/index.ts';
import type { ClientSession } from './client-session.ts';
import type { FolderSession } from './folder-session.ts';
import type { FolderSet } from './folder-set.ts';

export interface SurfacesContext {
  readonly folders: () => FolderSet | undefined;
  readonly client: () => ClientSession | undefined;
  readonly rulePage: (ruleId: string) => string | undefined;
}

/** What a request about a document is answered from. */
export interface Asked {
  readonly uri: string;
  readonly file: SourceFile;
  readonly folder: FolderSession;
  readonly client: ClientSession;
  readonly annotations: AnnotationContext;
  readonly addresses: Addresses;
}

/** `undefined` where the document is not known, the server is switched off, or nobody waits for the answer any more. */
export type Ask = (document: { readonly uri: string }, token: CancellationToken) => Asked | undefined;

export function asking({ folders, client: clientOf, rulePage }: SurfacesContext): Ask {
  return ({ uri }, token) => {
    const [folder, client] = [folders()?.of(uri), clientOf()];
    if (!folder || !client || token.isCancellationRequested || !folder.settings.enable) return undefined;
    const file = folder.file(uri);
    const addresses = { uriOf: (path: string) => folder.uriOf(path), rulePage };
    return file && { uri, file, folder, client, addresses, annotations: folder.annotations(client) };
  };
}
