import { randomBytes } from 'node:crypto';

import {
  CLIENT_COMMANDS,
  MESSAGES,
  type WhatIfEdit,
  type WhatIfParams,
  type WhatIfProblem,
  type WhatIfSettings,
  type WhatIfSubject,
  type WhatIfSubjectParams,
  type WhatIfView,
} from '@kubectl-autoscale/core/language-server/protocol';
import * as vscode from 'vscode';

import type { PageMessage, PanelMessage } from '../shared/what-if-messages.ts';
import type { Session } from './session.ts';
import { whatIfPage } from './what-if-page.ts';

/** After the last key in the manifest. */
const SETTLED_MS = 500;

let panel: WhatIfPanel | undefined;

/** Opens the panel beside the editor for the HPA at a place, or that scales the workload there; there is one panel. */
export async function openWhatIf(
  context: vscode.ExtensionContext,
  session: Session,
  place: WhatIfSubjectParams,
): Promise<void> {
  const subject = await session.request<WhatIfSubject | WhatIfProblem>(MESSAGES.whatIfSubject, place);
  if ('problem' in subject) {
    void vscode.window.showWarningMessage(subject.problem);
    return;
  }
  panel ??= new WhatIfPanel(context, session, () => (panel = undefined));
  panel.show(subject);
}

class WhatIfPanel {
  readonly #session: Session;
  readonly #view: vscode.WebviewPanel;
  #subject: WhatIfSubject | undefined;
  #settings: WhatIfSettings | undefined;
  /** What the page is to show when it comes back. */
  #shown: PanelMessage | undefined;
  #asking: vscode.CancellationTokenSource | undefined;
  #settling: NodeJS.Timeout | undefined;

  constructor({ extensionUri }: vscode.ExtensionContext, session: Session, closed: () => void) {
    this.#session = session;
    const files = vscode.Uri.joinPath(extensionUri, 'dist/webview');
    this.#view = vscode.window.createWebviewPanel(
      'kubectlAutoscale.whatIf',
      'What If',
      vscode.ViewColumn.Beside,
      { enableScripts: true, localResourceRoots: [files] },
    );
    this.#view.iconPath = vscode.Uri.joinPath(extensionUri, 'images/icon.svg');
    const { webview } = this.#view;
    const address = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(files, name)).toString();
    webview.onDidReceiveMessage((message: PageMessage) => this.#hear(message));
    webview.html = whatIfPage({
      script: address('what-if.js'),
      style: address('what-if.css'),
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
    });
    const following = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#documentChanged(document)),
      session.onDataStatus(() => this.#dataChanged()),
    );
    this.#view.onDidDispose(() => {
      following.dispose();
      this.#cancel();
      closed();
    });
  }

  show(subject: WhatIfSubject): void {
    this.#view.title = `What If: ${subject.name}`;
    this.#view.reveal();
    this.#subject = subject;
    this.#settings = undefined;
    void this.#ask(true);
  }

  async #hear(message: PageMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        if (this.#shown) this.#say(this.#shown);
        else await this.#ask();
        break;
      case 'ask':
        this.#settings = message.settings;
        await this.#ask();
        break;
      case 'apply':
        await this.#apply(message.settings);
        break;
      case 'chooseData':
        await vscode.commands.executeCommand(CLIENT_COMMANDS.chooseData);
    }
  }

  /** Asks for what is set; an answer that is still on its way is not waited for any more. */
  async #ask(isOther = false): Promise<void> {
    const subject = this.#subject;
    if (!subject) return;
    this.#cancel();
    const asking = (this.#asking = new vscode.CancellationTokenSource());
    this.#say({ type: 'busy', isOther });
    const parameters: WhatIfParams = {
      subject,
      ...(this.#settings ? { settings: this.#settings } : {}),
    };
    try {
      const answer = await this.#session.request<WhatIfView | WhatIfProblem>(
        MESSAGES.whatIf,
        parameters,
        asking.token,
      );
      if (!asking.token.isCancellationRequested) this.#show(answer);
    } catch (error) {
      // A cancelled request is answered with an error, as the protocol has it.
      if (asking.token.isCancellationRequested) return;
      this.#show({ problem: `The language server could not answer: ${messageOf(error)}` });
    }
  }

  #show(answer: WhatIfView | WhatIfProblem): void {
    this.#shown =
      'problem' in answer
        ? { type: 'problem', problem: answer.problem, canChooseData: answer.remedy === 'chooseData' }
        : { type: 'answer', view: answer };
    this.#say(this.#shown);
  }

  /** Writes the settings into the manifest, as one change that can be undone there. */
  async #apply(settings: WhatIfSettings): Promise<void> {
    const subject = this.#subject;
    if (!subject) return;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(subject.uri));
    const { version } = document;
    const answer = await this.#session.request<WhatIfEdit | WhatIfProblem>(MESSAGES.whatIfEdit, {
      subject,
      settings,
    });
    const name = vscode.workspace.asRelativePath(document.uri);
    if ('problem' in answer) {
      this.#say({ type: 'note', text: answer.problem });
    } else if (document.version !== version) {
      this.#say({ type: 'note', text: `${name} has changed in the meantime: apply once more.` });
    } else {
      const isDone = await vscode.workspace.applyEdit(workspaceEdit(answer));
      const text = isDone
        ? `Written into ${name}, not saved yet; undo in its editor takes it back.`
        : `${name} could not be changed.`;
      this.#say({ type: 'note', text });
    }
  }

  /** The manifest is what everything is held against. */
  #documentChanged(document: vscode.TextDocument): void {
    if (document.uri.toString() !== this.#subject?.uri) return;
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => void this.#ask(), SETTLED_MS);
  }

  #dataChanged(): void {
    if (this.#shown?.type === 'problem') void this.#ask();
  }

  #cancel(): void {
    clearTimeout(this.#settling);
    this.#asking?.cancel();
    this.#asking?.dispose();
    this.#asking = undefined;
  }

  #say(message: PanelMessage): void {
    void this.#view.webview.postMessage(message);
  }
}

function workspaceEdit({ changes }: WhatIfEdit): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const [uri, edits] of Object.entries(changes)) {
    for (const { range, newText } of edits) {
      const { start, end } = range;
      const place = new vscode.Range(start.line, start.character, end.line, end.character);
      edit.replace(vscode.Uri.parse(uri), place, newText);
    }
  }
  return edit;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
