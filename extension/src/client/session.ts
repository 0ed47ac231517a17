import {
  CLIENT_COMMANDS,
  type ColorTheme,
  CONFIGURATION_SECTION,
  type DataStatus,
  type InitializationOptions,
  MESSAGES,
  SERVER_COMMANDS,
  type WorkspaceStatus,
} from '@kubectl-autoscale/core/language-server/protocol';
import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
  State,
  TransportKind,
} from 'vscode-languageclient/node';

import { COMPILE_CACHE_ARGUMENT } from '../shared/compile-cache-argument.ts';
import { documentSelector } from './document-selector.ts';
import { prometheusToken } from './prometheus-token.ts';
import { ServerEnds } from './server-ends.ts';
import { type StatusItem, statusItem } from './status-item.ts';
import { type WorkloadView, workloadView } from './workload-view.ts';

/** A running language server and what belongs to it. */
export interface Session {
  readonly output: vscode.LogOutputChannel;
  request<Answer>(method: string, parameters?: unknown, token?: vscode.CancellationToken): Promise<Answer>;
  /** Told when the state of measured data changes. */
  readonly onDataStatus: vscode.Event<DataStatus>;
  refreshData(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the language server and connects to it what it cannot know by itself: secrets, trust, the theme, the status. */
export async function openSession(context: vscode.ExtensionContext): Promise<Session> {
  const token = prometheusToken(context.secrets);
  const ends = new ServerEnds();
  let knownToken = await token.read();
  const output = vscode.window.createOutputChannel('Kubernetes Autoscaling', { log: true });
  const client = new LanguageClient(CONFIGURATION_SECTION, 'Kubernetes Autoscaling', serverOptions(context), {
    ...clientOptions(output),
    errorHandler: endHandler(ends, output),
    // Asked again at every start: a server that comes back is told what holds then.
    initializationOptions: () => initializationOptions(context, knownToken),
  });
  const status = statusItem();
  const workloads = workloadView((method) => client.sendRequest(method));
  const dataStatus = new vscode.EventEmitter<DataStatus>();
  dataStatus.event((news) => status.showData(news));
  dataStatus.event(() => workloads.refresh());
  listen(client, status, workloads, dataStatus);
  client.onDidChangeState(({ newState }) => status.showServer(newState !== State.Stopped));
  context.subscriptions.push(
    output,
    status,
    workloads,
    dataStatus,
    token.onDidChange(async () => {
      knownToken = await token.read();
      await client.sendNotification(MESSAGES.prometheusToken, { token: knownToken ?? null });
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() =>
      client.sendNotification(MESSAGES.trust, { trusted: true }),
    ),
    vscode.window.onDidChangeActiveColorTheme(() =>
      client.sendNotification(MESSAGES.colorTheme, { colorTheme: colorTheme() }),
    ),
  );
  await client.start();
  // The view is there from now on: a window without manifests never shows it.
  await vscode.commands.executeCommand('setContext', 'kubectlAutoscale.isRunning', true);
  return {
    output,
    // A token that is undefined would be sent as one parameter more.
    request: (method, parameters, token) =>
      token ? client.sendRequest(method, parameters, token) : client.sendRequest(method, parameters),
    onDataStatus: dataStatus.event,
    refreshData: () =>
      client.sendRequest('workspace/executeCommand', { command: SERVER_COMMANDS.refreshData, arguments: [] }),
    restart: () => {
      ends.forget();
      return client.restart();
    },
    stop: () => client.dispose(),
  };
}

function serverOptions(context: vscode.ExtensionContext): {
  module: string;
  transport: TransportKind;
  args: string[];
} {
  const compiled = vscode.Uri.joinPath(context.globalStorageUri, 'compiled').fsPath;
  return {
    module: context.asAbsolutePath('dist/server/main.js'),
    transport: TransportKind.ipc,
    args: [`${COMPILE_CACHE_ARGUMENT}${compiled}`],
  };
}

function clientOptions(output: vscode.LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector,
    outputChannel: output,
    diagnosticCollectionName: 'kubectl-autoscale',
    // Hovers and lenses link to these commands and to no others.
    markdown: { isTrusted: { enabledCommands: Object.values(CLIENT_COMMANDS) }, supportHtml: false },
  };
}

/** A broken connection is followed by its end, and the end is told once at most. */
function endHandler(ends: ServerEnds, output: vscode.LogOutputChannel): ErrorHandler {
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed: () => {
      const { startAgain, tell } = ends.at(Date.now());
      const message = startAgain
        ? 'The language server of Kubernetes Autoscaling has ended and was started again.'
        : 'The language server of Kubernetes Autoscaling keeps ending and is left alone.';
      if (tell) void tellOfEnd(message, startAgain ? undefined : 'Restart', output);
      return { action: startAgain ? CloseAction.Restart : CloseAction.DoNotRestart, message, handled: true };
    },
  };
}

async function tellOfEnd(
  message: string,
  restart: 'Restart' | undefined,
  output: vscode.LogOutputChannel,
): Promise<void> {
  const choices = [...(restart === undefined ? [] : [restart]), 'Show Output'] as const;
  const chosen = await vscode.window.showWarningMessage(message, ...choices);
  if (chosen === 'Show Output') output.show();
  if (chosen === 'Restart') await vscode.commands.executeCommand('kubectlAutoscale.restartServer');
}

function initializationOptions(
  context: vscode.ExtensionContext,
  prometheusToken: string | undefined,
): InitializationOptions {
  return {
    trusted: vscode.workspace.isTrusted,
    clientCommands: Object.values(CLIENT_COMMANDS),
    rulePages: vscode.Uri.joinPath(context.extensionUri, 'dist/rules').toString(),
    colorTheme: colorTheme(),
    ...(prometheusToken === undefined ? {} : { prometheusToken }),
  };
}

function listen(
  client: LanguageClient,
  status: StatusItem,
  workloads: WorkloadView,
  dataStatus: vscode.EventEmitter<DataStatus>,
): void {
  client.onNotification(MESSAGES.dataStatus, (news: DataStatus) => dataStatus.fire(news));
  client.onNotification(MESSAGES.workspaceStatus, (news: WorkspaceStatus) => {
    status.showWorkspace(news);
    workloads.refresh();
  });
}

function colorTheme(): ColorTheme {
  const { kind } = vscode.window.activeColorTheme;
  const isLight = kind === vscode.ColorThemeKind.Light || kind === vscode.ColorThemeKind.HighContrastLight;
  return isLight ? 'light' : 'dark';
}
