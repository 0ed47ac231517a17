import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface PluginRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Relative to the repository. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/**
 * Runs an executable of the built plugin as a user does, in a fixed environment: UTC, no colour, no kubeconfig, nothing
 * listening where Prometheus would be.
 */
export function runPlugin(args: readonly string[], options: RunOptions = {}, executable = 'kubectl-autoscale'): PluginRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${root}/plugin/bin/${executable}.js`, ...args], {
    cwd: `${root}/${options.cwd ?? ''}`,
    encoding: 'utf8',
    input: options.input ?? '',
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', TZ: 'UTC', LANG: 'C.UTF-8', NO_COLOR: '1', ...options.env },
  });
  return { code: status, stdout, stderr };
}
