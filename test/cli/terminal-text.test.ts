import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { terminalText } from '#plugin/output/terminal-text.ts';

import { runPlugin } from './run-plugin.ts';

const ESC = '\u001b';

describe('a text for a terminal', () => {
  it.each([
    [
      `${ESC}[1;31merror${ESC}[0m ${ESC}[2mfaint${ESC}[22m`,
      `${ESC}[1;31merror${ESC}[0m ${ESC}[2mfaint${ESC}[22m`,
    ],
    ['a\tb\nc\r\nd', 'a\tb\nc\r\nd'],
    ['ünïcode – ░⠂ 日本', 'ünïcode – ░⠂ 日本'],
    [`${ESC}[2J${ESC}[H`, '\ufffd[2J\ufffd[H'],
    [`${ESC}]0;title\u0007`, '\ufffd]0;title\ufffd'],
    [`${ESC}[8mhidden`, '\ufffd[8mhidden'],
    ['\u009b2J', '\ufffd2J'],
    ['over\rwritten', 'over\ufffdwritten'],
  ])('%j becomes %j', (text, expected) => {
    expect(terminalText(text)).toBe(expected);
  });
});

describe('names of a hostile manifest', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const name = String.raw`a\e[2J\e]0;pwned\a\x9b8m<script>alert(1)</script>`;
  const file = `evil${ESC}[31m.yaml`;
  writeFileSync(
    join(folder, file),
    `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: "${name}"}\nspec:\n` +
      `  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: "${name}"}\n  minReplicas: 9\n  maxReplicas: 3\n`,
  );

  it.each(['text', 'compact', 'json', 'sarif', 'junit', 'github', 'gitlab'])(
    'do not reach a terminal by the %s report',
    (format) => {
      const { code, stdout, stderr } = runPlugin(
        ['lint', '.', '--format', format, '--scope', 'complete'],
        { FORCE_COLOR: '1', NO_COLOR: '' },
        folder,
      );
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
      expect(stdout).toContain('minReplicas 9 is greater than maxReplicas 3');
      const foreign = stdout.replaceAll(new RegExp(`${ESC}\\[(?:1;)?(?:[0-2]|22|3[1-69])m`, 'g'), '');
      // eslint-disable-next-line no-control-regex
      expect(foreign).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    },
  );
});
