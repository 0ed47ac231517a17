import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { bundleBeside } from './bundle.mjs';
import { controlPlanePrograms, startControlPlane } from './control-plane.ts';
import { describeWith } from './describe-with.ts';
import { holdControlPlane } from './held-control-plane.ts';
import { isPortInUse } from './ports.ts';
import { waitFor } from './wait.ts';

/** The ids of processes with this text in their command line. */
async function processesWith(text: string): Promise<readonly string[]> {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const commands = await Promise.all(
    ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')),
  );
  return ids.filter((_id, index) => commands[index]!.includes(text));
}

describeWith(controlPlanePrograms, 'what a control plane leaves behind', () => {
  // A temporary root of our own, so that what other tests do at the same time is not seen.
  const root = mkdtempSync(join(tmpdir(), 'leftovers-'));
  const usualRoot = process.env.TMPDIR;
  let bundle: string;
  beforeAll(async () => {
    process.env.TMPDIR = root;
    bundle = await bundleBeside(
      fileURLToPath(new URL('hold-control-plane.ts', import.meta.url)),
      'hold-control-plane',
    );
  });
  afterAll(() => {
    if (usualRoot === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usualRoot;
    rmSync(root, { recursive: true, force: true });
    rmSync(bundle, { force: true });
  });

  const expectNothing = async (port: number | undefined): Promise<void> => {
    const isNothing = async (): Promise<boolean> =>
      (await processesWith(root)).length === 0 &&
      readdirSync(root).length === 0 &&
      (port === undefined || !(await isPortInUse(port)));
    await waitFor(isNothing, {
      description: 'processes, directories and the port to be gone',
      timeoutSeconds: 5,
    });
  };

  it('is nothing after stop', { timeout: 60_000 }, async () => {
    const controlPlane = await startControlPlane({ hpa: false, scheduler: false, kwok: false });
    const port = Number(new URL(controlPlane.url).port);
    expect(await isPortInUse(port)).toBe(true);
    expect((await processesWith(root)).length).toBeGreaterThanOrEqual(2);
    await controlPlane.stop();
    await expectNothing(port);
  });

  it('is nothing after a failed start, whose error shows the log', { timeout: 60_000 }, async () => {
    const start = startControlPlane({ featureGates: { NoSuchGate: true } });
    await expect(start).rejects.toThrow(
      /kube-apiserver ended with exit code 1; .*unrecognized feature gate: NoSuchGate/s,
    );
    await expectNothing(undefined);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'is nothing after %s',
    { timeout: 60_000 },
    async (signal) => {
      const { child, ended, directory, port } = await holdControlPlane(bundle);
      expect(existsSync(directory)).toBe(true);
      expect(await isPortInUse(port)).toBe(true);
      child.kill(signal);
      expect(await ended).toBe(signal);
      await expectNothing(port);
    },
  );
});
