import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { listContexts } from '#core/sources/kubernetes/index.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'contexts-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function kubeconfig(name: string, contexts: readonly string[], current?: string): string {
  const path = join(directory, name);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    contexts: contexts.map((context) => ({ name: context, context: { cluster: 'c', user: 'u' } })),
    ...(current === undefined ? {} : { 'current-context': current }),
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

describe('listContexts', () => {
  it('gives the contexts of all files of KUBECONFIG, each once', async () => {
    const first = kubeconfig('first', ['staging', 'prod']);
    const second = kubeconfig('second', ['prod', 'kind'], 'kind');
    const environment = { KUBECONFIG: [first, second].join(delimiter) };
    expect(await listContexts({ environment })).toEqual({
      names: ['staging', 'prod', 'kind'],
      current: 'kind',
    });
  });

  it('gives none where there is no kubeconfig', async () => {
    expect(await listContexts({ environment: {}, homeDirectory: directory })).toEqual({ names: [] });
  });

  it('names a file that is not there', async () => {
    const missing = join(directory, 'missing');
    await expect(listContexts({ kubeconfig: missing, environment: {} })).rejects.toThrow(missing);
  });
});
