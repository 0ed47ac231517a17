import type { Connection } from 'vscode-languageserver';

import {
  codeActions,
  codeLenses,
  completions,
  type EditorCodeAction,
  type EditorCodeLens,
  type EditorCompletion,
  type EditorHover,
  type EditorInlayHint,
  type EditorRange,
  flagHover,
  hover,
  inlayHints,
  offsetAt,
} from '../language/index.ts';
import type { Ask, Asked } from './document-request.ts';
import { offsetsOf } from './folder-session.ts';
import { CLIENT_COMMANDS, FIX_ALL_KIND } from './protocol/index.ts';

/** Answers what an editor asks of a document, from what is in memory: no answer waits for data. */
export function serveSurfaces(connection: Connection, ask: Ask): void {
  connection.onHover(({ textDocument, position }, token): EditorHover | null => {
    const asked = ask(textDocument, token);
    if (!asked?.folder.settings.hover.enable) return null;
    const { file, uri, folder, annotations } = asked;
    const offset = offsetAt(file, position);
    const links = { uri, whatIf: CLIENT_COMMANDS.whatIf };
    return hover(file, offset, annotations, links) ?? flagHover(file, offset, folder.linter.settings) ?? null;
  });
  connection.onCodeLens(({ textDocument }, token): EditorCodeLens[] => {
    const asked = ask(textDocument, token);
    if (!asked?.folder.settings.codeLens.enable) return [];
    return [...codeLenses(asked.file, asked.uri, asked.annotations, CLIENT_COMMANDS)];
  });
  connection.languages.inlayHint.on(({ textDocument, range }, token): EditorInlayHint[] => {
    const asked = ask(textDocument, token);
    if (!asked?.folder.settings.inlayHints.enable) return [];
    return [...inlayHints(asked.file, asked.annotations, offsetsOf(asked.file, range))];
  });
  connection.onCompletion(({ textDocument, position }, token): EditorCompletion[] => {
    const asked = ask(textDocument, token);
    if (!asked?.folder.settings.completion.enable) return [];
    const { workspace, linter, data } = asked.folder;
    const { servedMetrics } = data;
    const context = {
      workspace,
      settings: linter.settings,
      ...(servedMetrics ? { servedMetrics } : {}),
    };
    return [...completions(asked.file, offsetAt(asked.file, position), context)];
  });
  connection.onCodeAction(({ textDocument, range, context: { only } }, token): EditorCodeAction[] => {
    const asked = ask(textDocument, token);
    return asked?.folder.settings.codeActions.enable ? actionsOf(asked, range, only) : [];
  });
}

function actionsOf(
  { file, folder, client, annotations, addresses }: Asked,
  range: EditorRange,
  only: readonly string[] | undefined,
): EditorCodeAction[] {
  const actions = codeActions({
    file,
    range: offsetsOf(file, range),
    ...(only === undefined ? {} : { only }),
    findings: folder.lint([file.path]).findings,
    linter: folder.linter,
    context: annotations,
    addresses,
    fixAllKind: FIX_ALL_KIND,
    ...(client.hasCommand(CLIENT_COMMANDS.explainRule) ? { explainRule: CLIENT_COMMANDS.explainRule } : {}),
  });
  return actions.filter(({ disabled }) => !disabled || client.canShowDisabledActions);
}
