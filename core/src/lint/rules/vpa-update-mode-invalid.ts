import { vpaPaths } from '../../apis/vpa.ts';
import { nearest } from '../../units/nearest.ts';
import { replaceValue } from '../fix.ts';
import { defineRule } from '../rule.ts';
import { vpaRejected, vpaValidation } from '../vpa-meta.ts';

const modes = ['Off', 'Initial', 'Recreate', 'InPlaceOrRecreate', 'InPlace', 'Auto'] as const;

export const vpaUpdateModeInvalid = defineRule({
  id: 'vpa-update-mode-invalid',
  meta: {
    ...vpaRejected,
    summary:
      'A VPA has an update mode that does not exist, or Off without quotes, which YAML reads as false.',
    remediation: 'Write "Off" in quotes, Initial, Recreate or InPlaceOrRecreate.',
    checksPatches: true,
    fix: 'safe',
    messages: {
      unknown: 'there is no update mode {mode}: it is one of {modes}',
      boolean: 'Off without quotes is false: write "Off"',
    },
    references: [vpaValidation, { title: 'YAML 1.1: booleans', url: 'https://yaml.org/type/bool.html' }],
  },
  check({ root, report }) {
    const mode = root.get(...vpaPaths.updateMode);
    if (mode.boolean === false) {
      report({ messageId: 'boolean', at: mode, fixes: replaceValue('safe', 'Write "Off"', mode, 'Off') });
    } else if (mode.exists && !modes.some((known) => known === mode.value) && !mode.text.includes('$')) {
      const meant = nearest(
        mode.text.toLowerCase(),
        modes.map((known) => known.toLowerCase()),
      );
      const known = modes.filter((candidate) => candidate.toLowerCase() === meant);
      report({
        messageId: 'unknown',
        data: { mode: mode.text, modes: modes.join(', ') },
        at: mode,
        fixes: known.flatMap((name) => replaceValue('suggestion', `Write ${name}`, mode, name)),
      });
    }
  },
});
