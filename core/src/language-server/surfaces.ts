import type { CancellationToken, Connection } from 'vscode-languageserver';

import {
  type AnnotationContext,
  codeActions,
  codeLenses,
  type EditorCodeAction,
  type EditorCodeLens,
  type EditorHover,
  type EditorInlayHint,
  type EditorRange,
  hover,
  inlayHints,
  offsetAt,
} from '../language/index.ts';
import type { SourceFile } from '../manifest/index.ts';
import type { ClientSession } from './client-session.ts';
import { type FolderSession, offsetsOf } from './folder-session.ts';
import type { FolderSet } from './folder-set.ts';
import { CLIENT_COMMANDS, FIX_ALL_KIND } from './protocol/index.ts';

export interface SurfacesContext {
  readonly folders: () => FolderSet | undefined;
  readonly client: () => ClientSession | undefined;
  readonly rulePage: (ruleId: string) => string | undefined;
}

interface Asked {
  readonly uri: string;
  readonly file: SourceFile;
  readonly folder: FolderSession;
  readonly client: ClientSession;
  readonly annotations: AnnotationContext;
}

/** Answers what an editor asks of a document, from what is in memory: no answer waits for data. */
export function serveSurfaces(connection: Connection, context: SurfacesContext): void {
  /** `undefined` where the document is not known, the server is switched off, or nobody waits for the answer any more. */
  const ask = (uri: string, token: CancellationToken): Asked | undefined => {
    const [folder, client] = [context.folders()?.of(uri), context.client()];
    if (!folder || !client || token.isCancellationRequested || !folder.settings.enable) return undefined;
    const file = folder.file(uri);
    return file && { uri, file, folder, client, annotations: folder.annotations(client) };
  };
  connection.onHover(({ textDocument, position }, token): EditorHover | null => {
    const asked = ask(textDocument.uri, token);
    if (!asked?.folder.settings.hover.enable) return null;
    return hover(asked.file, offsetAt(asked.file, position), asked.annotations) ?? null;
  });
  connection.onCodeLens(({ textDocument }, token): EditorCodeLens[] => {
    const asked = ask(textDocument.uri, token);
    if (!asked?.folder.settings.codeLens.enable) return [];
    return [...codeLenses(asked.file, asked.uri, asked.annotations, CLIENT_COMMANDS)];
  });
  connection.languages.inlayHint.on(({ textDocument, range }, token): EditorInlayHint[] => {
    const asked = ask(textDocument.uri, token);
    if (!asked?.folder.settings.inlayHints.enable) return [];
    return [...inlayHints(asked.file, asked.annotations, offsetsOf(asked.file, range))];
  });
  connection.onCodeAction(({ textDocument, range, context: { only } }, token): EditorCodeAction[] => {
    const asked = ask(textDocument.uri, token);
    return asked ? actionsOf(asked, range, only, context.rulePage) : [];
  });
}

function actionsOf(
  { file, folder, client, annotations }: Asked,
  range: EditorRange,
  only: readonly string[] | undefined,
  rulePage: SurfacesContext['rulePage'],
): EditorCodeAction[] {
  const actions = codeActions({
    file,
    range: offsetsOf(file, range),
    ...(only === undefined ? {} : { only }),
    findings: folder.lint([file.path]).findings,
    linter: folder.linter,
    context: annotations,
    addresses: { uriOf: (path) => folder.uriOf(path), rulePage },
    fixAllKind: FIX_ALL_KIND,
    ...(client.hasCommand(CLIENT_COMMANDS.explainRule) ? { explainRule: CLIENT_COMMANDS.explainRule } : {}),
  });
  return actions.filter(({ disabled }) => !disabled || client.canShowDisabledActions);
}
