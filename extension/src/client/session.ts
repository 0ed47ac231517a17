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
import { LanguageClient, type LanguageClientOptions, TransportKind } from 'vscode-languageclient/node';

import { COMPILE_CACHE_ARGUMENT } from '../shared/compile-cache-argument.ts';
import { documentSelector } from './document-selector.ts';
import { prometheusToken, type PrometheusTokenStore } from './prometheus-token.ts';
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
  const output = vscode.window.createOutputChannel('Kubernetes Autoscaling', { log: true });
  const client = new LanguageClient(
    CONFIGURATION_SECTION,
    'Kubernetes Autoscaling',
    serverOptions(context),
    clientOptions(output, await initializationOptions(context, token)),
  );
  const status = statusItem();
  const workloads = workloadView((method) => client.sendRequest(method));
  const dataStatus = new vscode.EventEmitter<DataStatus>();
  dataStatus.event((news) => status.showData(news));
  dataStatus.event(() => workloads.refresh());
  listen(client, status, workloads, dataStatus);
  context.subscriptions.push(
    output,
    status,
    workloads,
    dataStatus,
    token.onDidChange(async () => {
      await client.sendNotification(MESSAGES.prometheusToken, { token: (await token.read()) ?? null });
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
    restart: () => client.restart(),
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

function clientOptions(
  output: vscode.LogOutputChannel,
  initializationOptions: InitializationOptions,
): LanguageClientOptions {
  return {
    documentSelector,
    initializationOptions,
    outputChannel: output,
    diagnosticCollectionName: 'kubectl-autoscale',
    // Hovers and lenses link to these commands and to no others.
    markdown: { isTrusted: { enabledCommands: Object.values(CLIENT_COMMANDS) }, supportHtml: false },
  };
}

async function initializationOptions(
  context: vscode.ExtensionContext,
  token: PrometheusTokenStore,
): Promise<InitializationOptions> {
  const prometheusToken = await token.read();
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
