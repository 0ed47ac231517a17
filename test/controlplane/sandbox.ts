import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { type ProcessSpec, type RunningProcess, startProcess } from './process.ts';

/**
 * A temporary directory and the processes that work in it. Both are gone after `stop`, when this process exits, when
 * it is ended by SIGINT, SIGTERM or SIGHUP, and, by way of a watchdog process, when it is killed outright.
 */
export interface Sandbox {
  readonly directory: string;
  /** Starts a program in its own process group; its output goes to `<directory>/<name>.log`. */
  start(spec: ProcessSpec): RunningProcess;
  /** Registers something else to end, such as a server in this process. Ended in reverse order of registration. */
  defer(end: () => void | Promise<void>): void;
  /** Ends everything and removes the directory, and then throws what a deferred end threw. Safe to call twice. */
  stop(): Promise<void>;
}

const open = new Set<{ endNow: () => void }>();
let watchdog: ChildProcessByStdio<Writable, null, null> | undefined;

/** Creates a sandbox whose directory name begins with `name`. */
export function createSandbox(name: string): Sandbox {
  const directory = mkdtempSync(join(tmpdir(), `${name}-`));
  const processes: RunningProcess[] = [];
  const deferred: (() => void | Promise<void>)[] = [];
  const handle = {
    endNow() {
      for (const running of processes) running.kill();
      rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
    },
  };
  open.add(handle);
  watch(`directory ${directory}`);

  let stopping: Promise<void> | undefined;
  async function end(): Promise<void> {
    const failures: unknown[] = [];
    for (const endOne of deferred.reverse()) {
      try {
        await endOne();
      } catch (error) {
        failures.push(error);
      }
    }
    await Promise.all(processes.map((running) => running.stop()));
    handle.endNow();
    open.delete(handle);
    if (failures.length > 0) throw failures[0];
  }
  return {
    directory,
    start(spec) {
      const running = startProcess(spec, directory);
      processes.push(running);
      watch(`group ${running.pid}`);
      void running.exited.then(() => tellWatchdog(`forget ${running.pid}`));
      return running;
    },
    defer: (endOne) => void deferred.push(endOne),
    stop: () => (stopping ??= end()),
  };
}

/** Starts the watchdog and the exit hooks the first time something has to be watched. */
function watch(line: string): void {
  if (!watchdog) {
    const script = fileURLToPath(new URL('watchdog.sh', import.meta.url));
    watchdog = spawn('sh', [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    // Neither the watchdog nor its pipe keeps this process alive.
    watchdog.unref();
    (watchdog.stdin as Writable & { unref?: () => void }).unref?.();
    watchdog.stdin.on('error', () => undefined);
    process.once('exit', endEverything);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => endBySignal(signal));
    }
  }
  tellWatchdog(line);
}

function tellWatchdog(line: string): void {
  watchdog?.stdin.write(`${line}\n`);
}

function endEverything(): void {
  for (const handle of open) handle.endNow();
  open.clear();
}

/** Cleans up, then lets the signal do what it does without us, unless somebody else handles it too. */
function endBySignal(signal: NodeJS.Signals): void {
  endEverything();
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}
