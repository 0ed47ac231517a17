import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

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

const hpa = (name: string, lines = ''): string => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: ${name}
${lines}spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${name}}
  minReplicas: 9
  maxReplicas: 3
`;

/** A folder that is configured, and whose findings are silenced in every way that there is. */
const configured: Readonly<Record<string, string>> = {
  '.kubectl-autoscale.yaml': `preset: strict
scope: complete
kubernetesVersion: "1.30"
cloud: aws
rules:
  hpa-single-replica-min: off
  hpa-min-greater-than-max: warning
overrides:
  - files: ["legacy/**"]
    rules: {hpa-min-greater-than-max: off}
`,
  '.gitignore': 'ignored/\n',
  'ignored/hpa.yaml': hpa('ignored'),
  'legacy/hpa.yaml': hpa('legacy'),
  'plain.yaml': hpa('plain'),
  'by-comment.yaml': hpa('comment').replace(
    '  minReplicas',
    '  # autoscale-disable-next-line hpa-min-greater-than-max -- the test wants it\n  minReplicas',
  ),
  'by-file.yaml': `# autoscale-disable-file hpa-min-greater-than-max -- the test wants it\n${hpa('file')}`,
  'by-annotation.yaml': hpa(
    'annotation',
    '  annotations: {kubectl-autoscale.io/ignore-hpa-min-greater-than-max: the test wants it}\n',
  ),
  'in-vain.yaml':
    '# autoscale-disable-file vpa-hpa-same-metric -- nothing is silenced\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  'broken.yaml': 'apiVersion: v1\nkind: [\n',
};

describe('a folder with a configuration and suppressions, at two doors', () => {
  const folder = mkdtempSync(join(tmpdir(), 'same-findings-'));
  let editor: Editor;
  beforeAll(async () => {
    for (const [path, text] of Object.entries(configured)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const toolVersion = /\/(\S+)/.exec(runPlugin(['--version']).stdout)?.[1] ?? '';
    editor = await Editor.open(nodeAdapters({ toolVersion }), { folder: pathToFileURL(folder).href });
  });
  afterAll(async () => {
    await editor.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has the same findings, byte for byte, and as many that are silenced', async () => {
    const { json }: LintReport = await editor.client.sendRequest('kubectlAutoscale/lintReport', {
      uri: pathToFileURL(folder).href,
    });
    expect(json).toBe(runPlugin(['lint', '--format', 'json'], {}, folder).stdout);
    const { findings } = JSON.parse(json) as {
      readonly findings: readonly {
        readonly file: string;
        readonly ruleId: string;
        readonly severity: string;
      }[];
    };
    const of = (path: string): readonly string[] =>
      findings.filter(({ file }) => file === path).map(({ ruleId, severity }) => `${severity} ${ruleId}`);
    const rule = 'warning hpa-min-greater-than-max';
    expect(of('plain.yaml')).toContain(rule);
    for (const path of ['legacy/hpa.yaml', 'by-comment.yaml', 'by-file.yaml', 'by-annotation.yaml']) {
      expect(of(path).filter((finding) => finding.includes('hpa-min-greater-than-max'))).toEqual([]);
    }
    expect(of('in-vain.yaml').join()).toContain('unused-suppression');
    expect(of('broken.yaml').join()).toContain('yaml-');
    expect(of('ignored/hpa.yaml')).toEqual([]);
  });
});
