import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { plainEnvironment, repositoryRoot, runPlugin } from './run-plugin.ts';

const RECORDING = ['--recording', `${repositoryRoot}examples/platform/recording`];
const bin = `${repositoryRoot}plugin/bin/kubectl-autoscale.js`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interrupted-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the plugin and sends it a signal after a while; answers how it ended. */
async function signalled(
  args: readonly string[],
  signal: NodeJS.Signals,
  afterMs: number,
): Promise<{ readonly ended: number | NodeJS.Signals | null; readonly stderr: string }> {
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env: plainEnvironment() });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.resume();
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.on('close', (code, by) => resolve(code ?? by));
  });
  await Promise.race([sleep(afterMs), ended]);
  child.kill(signal);
  return { ended: await ended, stderr };
}

describe('a fix that is interrupted', () => {
  const old =
    'apiVersion: autoscaling/v2beta2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}\n  minReplicas: 2\n  maxReplicas: 4\n  metrics:\n    - type: Resource\n      resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}\n';
  const fixed = old.replace('v2beta2', 'v2');
  const FILES = 300;

  it.each<readonly [NodeJS.Signals, number]>([
    ['SIGINT', 300],
    ['SIGINT', 900],
    ['SIGKILL', 600],
    ['SIGKILL', 1200],
  ])(
    'by %s after %i ms leaves each file old or new',
    async (signal, afterMs) => {
      for (let i = 0; i < FILES; i += 1) writeFileSync(join(folder, `hpa-${i}.yaml`), old);
      await signalled(['lint', '.', '--fix', '--scope', 'open'], signal, afterMs);
      const names = readdirSync(folder);
      const texts = names
        .filter((name) => name.startsWith('hpa-'))
        .map((name) => readFileSync(join(folder, name), 'utf8'));
      expect(texts).toHaveLength(FILES);
      expect(texts.filter((text) => text !== old && text !== fixed)).toEqual([]);
      // A killed program cannot take away the one draft that it was writing.
      expect(names.length - FILES).toBeLessThanOrEqual(signal === 'SIGKILL' ? 1 : 0);
      // And a second run finishes what was begun.
      runPlugin(['lint', '.', '--fix', '--scope', 'open'], {}, folder);
      expect(
        new Set(
          names
            .filter((name) => name.startsWith('hpa-'))
            .map((name) => readFileSync(join(folder, name), 'utf8')),
        ),
      ).toEqual(new Set([fixed]));
    },
    120_000,
  );
});

describe('a recording that is interrupted', () => {
  it.each([400, 1500, 3000])(
    'by Ctrl-C after %i ms is whole, or not there, or refused',
    async (afterMs) => {
      const { ended, stderr } = await signalled(
        ['record', ...RECORDING, '-n', 'prod', '--out', 'out'],
        'SIGINT',
        afterMs,
      );
      expect(stderr).not.toMatch(/^\s+at /m);
      if (!existsSync(join(folder, 'out'))) return;
      const { code, stderr: said } = runPlugin(['analyze', '--recording', 'out', '-n', 'prod'], {}, folder);
      if (ended === 0) expect({ code, said }).toMatchObject({ code: 0 });
      else expect(code === 0 || said.includes('out')).toBe(true);
    },
    120_000,
  );
});

describe('Ctrl-C', () => {
  it('ends a simulation while it computes, which is minutes here', async () => {
    const { ended, stderr } = await signalled(
      ['simulate', '--trace', 'flash-crowd', '--days', '8', '--search', '--html', 'page.html'],
      'SIGINT',
      2500,
    );
    expect(['SIGINT', 130]).toContain(ended);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(folder)).toEqual([]);
  }, 60_000);
});

describe.runIf(existsSync('/dev/full'))('a disk that is full', () => {
  const calls = [
    ['lint', 'examples/platform/k8s'],
    ['analyze', '-n', 'prod', ...RECORDING],
    ['prices', 'list'],
    ['--help'],
    ['--version'],
  ];
  it.each(calls.map((args) => [args[0], args] as const))('%s: one line, and 3', async (_name, args) => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: repositoryRoot,
      env: plainEnvironment(),
      stdio: ['ignore', full, 'pipe'],
    });
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: 'error: cannot write to standard output: no space is left on the device (ENOSPC)\n',
    });
  });

  it('a report says so too, and the device stays one', () => {
    const { code, stderr } = runPlugin([
      'simulate',
      '--trace',
      'steady',
      '--strategies',
      'hpa-cpu',
      '--html',
      '/dev/full',
    ]);
    expect({ code, stderr }).toMatchObject({ code: 3 });
    expect(stderr).toContain('cannot write /dev/full (ENOSPC)');
    expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
  });
});

describe('a folder that is not there', () => {
  it('is named, with what to do', () => {
    mkdirSync(join(folder, 'there'));
    const { code, stderr } = runPlugin(
      ['simulate', '--trace', 'steady', '--strategies', 'hpa-cpu', '--html', 'not-there/report.html'],
      {},
      folder,
    );
    expect(code).toBe(3);
    expect(stderr).toMatch(/cannot write not-there\/report\.html \(ENOENT\)\n.*make the folder first/);
  });
});

describe('a reader that wants no more', () => {
  it('ends the program without a word', async () => {
    const child = spawn(process.execPath, [bin, 'cost', ...RECORDING, '-o', 'json'], {
      cwd: folder,
      env: plainEnvironment(),
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, stderr: stderr.replace(/^.*recording.*\n/gm, '') }).toEqual({ code: 0, stderr: '' });
  });
});

describe('Ctrl-C while a server does not answer', () => {
  let server: Server;
  let url = '';
  beforeAll(async () => {
    server = createServer(() => server.emit('asked'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each([
    [['analyze']],
    [['analyze', '--watch']],
    [['record', '--out', 'out']],
    [['nodes', 'plan']],
    [['predict', 'deploy/rerank']],
  ])('ends %j with 130 and one line, and leaves nothing', async (args) => {
    const kubeconfig = join(folder, 'config');
    writeFileSync(kubeconfig, JSON.stringify(kubeconfigOf(url)));
    const child = spawn(process.execPath, [bin, ...args, '-n', 'prod', '--prometheus-url', url], {
      cwd: folder,
      env: plainEnvironment({ KUBECONFIG: kubeconfig }),
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
    server.once('asked', () => child.kill('SIGINT'));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, ...said }).toEqual({
      ...{ code: 130, stdout: '' },
      stderr: expect.stringMatching(/^error: .*cancelled\n$/),
    });
    expect(readdirSync(folder)).toEqual(['config']);
  });
});

function kubeconfigOf(server: string): object {
  const name = 'silent';
  return {
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': name },
    contexts: [{ name, context: { cluster: name, user: name } }],
    clusters: [{ name, cluster: { server } }],
    users: [{ name, user: { token: 'secret' } }],
  };
}
