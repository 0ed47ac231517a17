import { formatQuantity, quantityOf } from '../../units/quantity.ts';
import type { Field } from '../field.ts';
import type { Fix } from '../finding.ts';
import { replaceScalar } from '../fix.ts';
import { kubernetesDocs, thread } from '../links.ts';
import { podContainers } from '../pod.ts';
import { podBearingKinds } from '../pod-bearing-kinds.ts';
import { defineRule } from '../rule.ts';

const nanosPerByte = 1_000_000_000n;

export const memoryMillibytes = defineRule({
  id: 'memory-millibytes',
  meta: {
    summary: 'A memory quantity is a fraction of a byte (`400m`), or has one (`1.1Gi`).',
    why: '`m` means milli: 400m of memory is 0.4 bytes, which the API server accepts and rounds up to one byte.',
    remediation: 'Write memory in Mi or Gi, with a whole number of bytes.',
    severity: 'error',
    category: 'resources',
    preset: 'recommended',
    appliesTo: podBearingKinds,
    checksPatches: true,
    fix: 'suggestion',
    messages: {
      milli: '{resource} {value} is {bytes} bytes: m stands for milli, not mega',
      fraction: '{resource} {value} is not a whole number of bytes',
    },
    references: [
      kubernetesDocs(
        'concepts/configuration/manage-resources-containers/#meaning-of-memory',
        'meaning of memory',
      ),
      thread('kubernetes/website', 30499, '400m of memory is 0.4 bytes'),
      thread('kubernetes/kubectl', 1426, 'warning on fractional byte values'),
    ],
  },
  check({ resource, report }) {
    for (const { field: container } of podContainers(resource)) {
      for (const list of ['requests', 'limits']) {
        for (const [name, field] of container.get('resources', list).entries) {
          const quantity = isBytes(name) ? field.quantity : undefined;
          if (!quantity || quantity.nanos % nanosPerByte === 0n) continue;
          const isMilli = field.text.trim().endsWith('m');
          const data = { resource: name, value: field.text };
          if (isMilli) {
            const bytes = Number(quantity.nanos) / Number(nanosPerByte);
            report({ messageId: 'milli', data: { ...data, bytes }, at: field, fixes: mebibytes(field) });
          } else {
            const whole = quantityOf(ceilBytes(quantity.nanos), 'unit', 'BinarySI');
            const text = formatQuantity(whole);
            report({
              messageId: 'fraction',
              data,
              at: field,
              severity: 'warning',
              fixes: replaceScalar('suggestion', `Round up to ${text}`, field, text),
            });
          }
        }
      }
    }
  },
});

function isBytes(name: string): boolean {
  return name === 'memory' || name === 'ephemeral-storage' || name.startsWith('hugepages-');
}

function mebibytes(field: Field): readonly Fix[] {
  const text = field.text.trim().replace(/m$/, 'Mi');
  return replaceScalar('suggestion', `Write ${text}`, field, text);
}

function ceilBytes(nanos: bigint): bigint {
  return (nanos + nanosPerByte - 1n) / nanosPerByte;
}
