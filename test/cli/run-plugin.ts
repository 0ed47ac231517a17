import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url));

export interface PluginRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type Environment = Readonly<Record<string, string>>;

/** UTC, no colour, no kubeconfig, no Prometheus in the environment. */
export function plainEnvironment(extra: Environment = {}): Environment {
  return {
    PATH: process.env.PATH ?? '',
    HOME: '/nonexistent',
    TZ: 'UTC',
    LANG: 'C.UTF-8',
    NO_COLOR: '1',
    ...extra,
  };
}

function commandLine(args: readonly string[]): string[] {
  return [`${repositoryRoot}plugin/bin/kubectl-autoscale.js`, ...args];
}

/** Runs the built plugin as a user does, in the repository unless told, and waits for its end. */
export function runPlugin(
  args: readonly string[],
  env: Environment = {},
  cwd: string = repositoryRoot,
): PluginRun {
  const options = { cwd, encoding: 'utf8', env: plainEnvironment(env) } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, commandLine(args), options);
  return { code: status, stdout, stderr };
}

export interface BesideOptions {
  readonly cwd?: string;
  /** No standard input instead of one that stays open. */
  readonly noInput?: boolean;
  /** Killed after this time; its code is `null` then. */
  readonly timeoutMs?: number;
}

/** The same without blocking this process, which may be serving what the plugin asks. */
export function runPluginBeside(
  args: readonly string[],
  env: Environment = {},
  { cwd = repositoryRoot, noInput = false, timeoutMs }: BesideOptions = {},
): Promise<PluginRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, commandLine(args), {
      cwd,
      env: plainEnvironment(env),
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      stdio: [noInput ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    child.stdout!.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    child.on('error', reject).on('close', (code) => resolve({ code, ...output }));
  });
}
