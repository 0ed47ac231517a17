import {
  MESSAGES,
  type ScalerNode,
  type WorkloadNode,
  type WorkloadTree,
} from '@kubectl-autoscale/core/language-server/protocol';
import * as vscode from 'vscode';

type Node = WorkloadNode | ScalerNode;

const VIEW = 'kubectlAutoscale.workloads';

export interface WorkloadView {
  /** Something that it shows may have changed. */
  refresh(): void;
  dispose(): void;
}

/** The tree of autoscaled workloads. Nothing is asked for while nobody looks at it. */
export function workloadView(request: <Answer>(method: string) => Promise<Answer>): WorkloadView {
  const changed = new vscode.EventEmitter<undefined>();
  const view = vscode.window.createTreeView<Node>(VIEW, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: (node) => ('scalers' in node ? workloadItem(node) : scalerItem(node)),
      getChildren: async (node) => {
        if (node) return 'scalers' in node ? node.scalers : [];
        return [...(await request<WorkloadTree>(MESSAGES.workloadTree)).workloads];
      },
    },
  });
  return {
    refresh: () => {
      if (view.visible) changed.fire(undefined);
    },
    dispose: () => {
      view.dispose();
      changed.dispose();
    },
  };
}

function workloadItem(node: WorkloadNode): vscode.TreeItem {
  const { name, namespace, kind, cost, errors, warnings } = node;
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  const found = [counted(errors, 'error'), counted(warnings, 'warning')].filter((text) => text !== '');
  item.description = [namespace, cost, ...found].filter((text) => text !== undefined).join(' · ');
  item.tooltip = `${kind} ${name}`;
  // What the menu of an item offers goes by it.
  item.contextValue = node.scalers.some(isHpa) ? 'workload.hpa' : 'workload';
  item.iconPath = icon(errors, warnings);
  item.command = openCommand(node);
  item.accessibilityInformation = { label: `${kind} ${name}, ${item.description}` };
  return item;
}

function scalerItem(node: ScalerNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.name, vscode.TreeItemCollapsibleState.None);
  item.contextValue = isHpa(node) ? 'scaler.hpa' : 'scaler';
  item.description = `${shortKind(node.kind)} · ${node.text}`;
  item.tooltip = `${node.kind} ${node.name}: ${node.text}`;
  item.command = openCommand(node);
  return item;
}

function isHpa({ kind }: ScalerNode): boolean {
  return kind === 'HorizontalPodAutoscaler';
}

function icon(errors: number, warnings: number): vscode.ThemeIcon {
  if (errors > 0) return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  if (warnings > 0) return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  return new vscode.ThemeIcon('pass');
}

function openCommand({ uri, range }: Node): vscode.Command {
  const { start, end } = range;
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  return { command: 'vscode.open', title: 'Open', arguments: [vscode.Uri.parse(uri), { selection }] };
}

function shortKind(kind: string): string {
  const short: Readonly<Record<string, string>> = {
    HorizontalPodAutoscaler: 'HPA',
    VerticalPodAutoscaler: 'VPA',
    PodDisruptionBudget: 'PDB',
  };
  return short[kind] ?? kind;
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}
