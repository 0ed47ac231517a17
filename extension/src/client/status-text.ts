import type { DataStatus, WorkspaceStatus } from '@kubectl-autoscale/core/language-server/protocol';

/** `$(graph) $1,240/mo · 2 errors, 5 warnings`: what there is of it, in as few characters as a status bar deserves. */
export function statusText(workspace: WorkspaceStatus, data: DataStatus | undefined): string {
  const cost = workspace.cost ?? withoutCost(data);
  return `${icon(data)} ${[cost, findings(workspace)].filter((part) => part !== '').join(' · ')}`;
}

/** Everything that is known, one sentence a line. */
export function statusTooltip(workspace: WorkspaceStatus, data: DataStatus | undefined): string {
  const lines = [
    `${count(workspace.files, 'manifest')}, ${count(workspace.objects, 'object')}: ${findings(workspace)}`,
    workspace.notice,
    data?.text,
    data?.basis,
    ...(data?.suggestions ?? []).map((suggestion) => `→ ${suggestion}`),
  ];
  return lines.filter((line) => line !== undefined && line !== '').join('\n');
}

function icon(data: DataStatus | undefined): string {
  if (data?.state === 'error' || data?.state === 'stale') return '$(warning)';
  return data?.state === 'loading' ? '$(loading~spin)' : '$(graph)';
}

function withoutCost(data: DataStatus | undefined): string {
  if (data?.state === 'error') return 'no data';
  return data === undefined || data.state === 'off' ? 'Autoscaling' : '';
}

function findings({ errors, warnings }: WorkspaceStatus): string {
  const parts = [
    errors > 0 ? count(errors, 'error') : '',
    warnings > 0 ? count(warnings, 'warning') : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
