import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A control plane that another process holds, as `hold-control-plane.ts` announces it. */
export interface HeldControlPlane {
  readonly child: ChildProcess;
  readonly ended: Promise<NodeJS.Signals | null>;
  readonly directory: string;
  readonly port: number;
  /** The kubeconfig of its administrator. */
  readonly kubeconfig: string;
}

/** Starts a bundle of `hold-control-plane.ts` and waits until its control plane is ready. */
export async function holdControlPlane(
  bundle: string,
  ...words: readonly string[]
): Promise<HeldControlPlane> {
  const child = spawn(process.execPath, [bundle, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once('exit', (_code, signal) => resolve(signal)),
  );
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the holding process ended with exit code ${code}`)));
  });
  return {
    child,
    ended,
    ...(JSON.parse(line) as Pick<HeldControlPlane, 'directory' | 'port' | 'kubeconfig'>),
  };
}
