import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { nodeAdapters } from '#core/language-server/node/index.ts';
import type { LintReport } from '#core/language-server/protocol/index.ts';

import { runPlugin } from '../cli/run-plugin.ts';
import { Editor } from './editor.ts';

const platform = new URL('../../examples/platform', import.meta.url).href;

describe('the example platform, at two doors', () => {
  let editor: Editor;
  let cli: string;
  beforeAll(async () => {
    const { stdout } = runPlugin(['--version']);
    const toolVersion = /\/(\S+)/.exec(stdout)?.[1] ?? '';
    editor = await Editor.open(nodeAdapters({ toolVersion }), { folder: platform });
    cli = runPlugin(['lint', '--format', 'json'], {}, fileURLToPath(platform)).stdout;
  });
  afterAll(() => editor.dispose());

  it('has the same findings, byte for byte', async () => {
    const { json }: LintReport = await editor.client.sendRequest('kubectlAutoscale/lintReport', {
      uri: platform,
    });
    expect(JSON.parse(json).findings.length).toBeGreaterThan(5);
    expect(json).toBe(cli);
  });

  it('has of one document what the whole has of it', async () => {
    const path = 'k8s/asr/asr.yaml';
    const { json }: LintReport = await editor.client.sendRequest('kubectlAutoscale/lintReport', {
      uri: `${platform}/${path}`,
    });
    const { findings } = JSON.parse(cli) as { findings: readonly { readonly file: string }[] };
    expect(JSON.parse(json).findings).toEqual(findings.filter(({ file }) => file === path));
  });
});
