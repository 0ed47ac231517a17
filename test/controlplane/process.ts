import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { waitFor } from './wait.ts';

/** A program to start. */
export interface ProcessSpec {
  /** Names the process in errors and its log file. */
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
  /** Added to this process's environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A started program. */
export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when the process has ended, with how it ended: "exit code 1" or "signal SIGKILL". */
  readonly exited: Promise<string>;
  /** What the process has written so far, to both streams. */
  log(): string;
  /** Waits until `attempt` succeeds; fails early, with the end of the log, when the process ends before. */
  ready(attempt: () => unknown, timeoutSeconds?: number): Promise<void>;
  /** Kills the process group without waiting. */
  kill(): void;
  /** Kills the process group and waits for its end. All state is temporary, so there is nothing to shut down gently. */
  stop(): Promise<void>;
}

/** Starts a program in `directory`, in a process group of its own so that a Ctrl-C on the terminal does not reach it. */
export function startProcess(spec: ProcessSpec, directory: string): RunningProcess {
  const logFile = join(directory, `${spec.name}.log`);
  const log = openSync(logFile, 'a');
  const child = spawn(spec.command, spec.arguments, {
    cwd: directory,
    env: { ...process.env, ...spec.environment },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  if (child.pid === undefined) {
    child.once('error', () => undefined);
    throw new Error(`${spec.name} could not be started: is ${spec.command} an executable file?`);
  }
  const { pid } = child;
  let ended: string | undefined;
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = signal ? `signal ${signal}` : `exit code ${code ?? 'unknown'}`;
      resolve(ended);
    });
  });
  const readLog = (): string => readFileSync(logFile, 'utf8');
  const kill = (): void => {
    if (ended === undefined) killGroup(pid);
  };
  return {
    name: spec.name,
    pid,
    logFile,
    exited,
    log: readLog,
    async ready(attempt, timeoutSeconds = 60) {
      const giveUp = (): void => {
        if (ended !== undefined) {
          throw new Error(`${spec.name} ended with ${ended}; its log ends:\n${lastLines(readLog())}`);
        }
      };
      try {
        await waitFor(attempt, { description: `${spec.name} to be ready`, timeoutSeconds, giveUp });
      } catch (error) {
        giveUp();
        throw error;
      }
    },
    kill,
    async stop() {
      kill();
      await exited;
    },
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // The group is already gone.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-20).join('\n');
}
