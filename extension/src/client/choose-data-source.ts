import type { DataSettings } from '@kubectl-autoscale/core/language-server/protocol';
import * as vscode from 'vscode';

import {
  KUBECONFIG_CONTEXTS,
  type KubeconfigContexts,
  type KubeconfigContextsParams,
} from '../shared/kubeconfig-contexts.ts';
import { openExample } from './example.ts';
import { askForPrometheusToken } from './prometheus-token.ts';
import type { Session } from './session.ts';

type Choice = Partial<DataSettings>;

interface SourceItem extends vscode.QuickPickItem {
  /** The settings that the choice amounts to; undefined where the user went away or nothing is to be set. */
  readonly ask: () => Promise<Choice | undefined>;
}

/** Lets the user say where measured use and cost come from, and writes that into the settings. Nothing is read before. */
export async function chooseDataSource(
  context: vscode.ExtensionContext,
  start: () => Promise<Session>,
): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    await vscode.commands.executeCommand('workbench.trust.manage');
    return;
  }
  const item = await vscode.window.showQuickPick(sources(context, start), {
    title: 'Where do use and cost come from?',
    placeHolder: 'Nothing is sent anywhere: the engine runs here and asks the source that you name',
    matchOnDetail: true,
  });
  const choice = await item?.ask();
  if (choice !== undefined) await write(choice);
}

function sources(context: vscode.ExtensionContext, start: () => Promise<Session>): SourceItem[] {
  return [
    {
      label: '$(cloud) Cluster',
      detail: 'A context of your kubeconfig; its Prometheus is found through the API server',
      ask: () => askForContext(start),
    },
    {
      label: '$(graph) Prometheus',
      detail: 'A URL, with a token where it asks for one',
      ask: () => askForPrometheus(context),
    },
    {
      label: '$(folder) Recording',
      detail: 'A folder that "kubectl autoscaler record" wrote; needs no network',
      ask: askForRecording,
    },
    {
      label: '$(beaker) Example',
      detail: 'Opens example manifests with a recording of their cluster; needs no network',
      ask: async () => {
        await openExample(context);
        return undefined;
      },
    },
    {
      label: '$(circle-slash) None',
      detail: 'Lint only',
      ask: () => Promise.resolve({ source: 'none' }),
    },
  ];
}

async function askForContext(start: () => Promise<Session>): Promise<Choice | undefined> {
  const kubeconfig = vscode.workspace.getConfiguration('kubectlAutoscale.data').get('kubeconfig', '');
  const parameters: KubeconfigContextsParams = { kubeconfig };
  const session = await start();
  const { names, current } = await session.request<KubeconfigContexts>(KUBECONFIG_CONTEXTS, parameters);
  if (names.length === 0) {
    void vscode.window.showWarningMessage(
      'No kubeconfig with a context was found. Set kubectlAutoscale.data.kubeconfig to another file, or choose another source.',
    );
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(
    names.map((label) => ({ label, description: label === current ? 'current context' : '' })),
    { title: 'Context of the kubeconfig' },
  );
  return chosen === undefined ? undefined : { source: 'cluster', context: chosen.label };
}

async function askForPrometheus(context: vscode.ExtensionContext): Promise<Choice | undefined> {
  const url = await vscode.window.showInputBox({
    title: 'URL of Prometheus',
    placeHolder: 'https://prometheus.example.com',
    validateInput: (text) => (isHttpUrl(text) ? undefined : 'A URL that begins with http:// or https://'),
    ignoreFocusOut: true,
  });
  if (url === undefined || !(await askForPrometheusToken(context.secrets))) return undefined;
  return { source: 'prometheus', prometheusUrl: url };
}

async function askForRecording(): Promise<Choice | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: 'Folder of the recording',
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: 'Use Recording',
    })) ?? [];
  return folder === undefined ? undefined : { source: 'recording', recording: folder.fsPath };
}

async function write(choice: Choice): Promise<void> {
  const settings = vscode.workspace.getConfiguration('kubectlAutoscale.data');
  const target =
    vscode.workspace.workspaceFolders === undefined
      ? vscode.ConfigurationTarget.Global
      : vscode.ConfigurationTarget.Workspace;
  for (const [name, value] of Object.entries(choice)) await settings.update(name, value, target);
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\/[^/\s]+/.test(text);
}
