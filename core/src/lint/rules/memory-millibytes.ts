import { workloadKinds } from '../../apis/workload.ts';
import type { Field } from '../field.ts';
import { replaceValue } from '../fix.ts';
import { kubernetesDocs, thread } from '../links.ts';
import { defineRule, type RuleContext } from '../rule.ts';

const nanosPerByte = 1_000_000_000n;

const messages = {
  milli: '{resource} {value} is {bytes} bytes: m stands for milli, not mega',
  fraction: '{resource} {value} is not a whole number of bytes',
} as const;

export const memoryMillibytes = defineRule({
  id: 'memory-millibytes',
  meta: {
    summary: 'A memory quantity is a fraction of a byte (400m), or has one (1.1Gi).',
    why: 'The suffix m means milli: 400m of memory is 0.4 bytes, which the API server accepts and rounds up to one byte.',
    remediation: 'Write memory in Mi or Gi, with a whole number of bytes.',
    severity: 'error',
    category: 'resources',
    preset: 'recommended',
    appliesTo: workloadKinds,
    checksPatches: true,
    fix: 'suggestion',
    messages,
    references: [
      kubernetesDocs(
        'concepts/configuration/manage-resources-containers/#meaning-of-memory',
        'meaning of memory',
      ),
      thread('kubernetes/website', 30499, '400m of memory is 0.4 bytes'),
      thread('kubernetes/kubectl', 1426, 'warning on fractional byte values'),
    ],
  },
  check({ workload, root, report }) {
    const { containers = [], initContainers = [] } = workload?.template ?? {};
    for (const { path } of [...containers, ...initContainers]) {
      for (const list of ['requests', 'limits']) {
        for (const [name, field] of root.get(...path, 'resources', list).entries) {
          if (isBytes(name)) checkBytes(report, name, field);
        }
      }
    }
  },
});

function checkBytes(report: RuleContext<typeof messages>['report'], resource: string, field: Field): void {
  const nanos = field.quantity?.nanos ?? 0n;
  if (nanos % nanosPerByte === 0n) return;
  const data = { resource, value: field.text };
  if (field.text.trim().endsWith('m')) {
    const bytes = Number(nanos) / Number(nanosPerByte);
    const meant = field.text.trim().replace(/m$/, 'Mi');
    const fixes = replaceValue('suggestion', `Write ${meant}`, field, meant);
    report({ messageId: 'milli', data: { ...data, bytes }, at: field, fixes });
  } else {
    const whole = roundUp(field.text.trim(), nanos);
    const fixes = replaceValue('safe', `Round up to ${whole}`, field, whole);
    report({ messageId: 'fraction', data, at: field, severity: 'warning', fixes });
  }
}

function isBytes(name: string): boolean {
  return name === 'memory' || name === 'ephemeral-storage' || name.startsWith('hugepages-');
}

/** Units from which a value with a fraction falls to the next one. */
const smallerUnit: ReadonlyMap<string, readonly [unit: string, bytes: bigint]> = new Map([
  ['Ei', ['Pi', 1n << 50n]],
  ['Pi', ['Ti', 1n << 40n]],
  ['Ti', ['Gi', 1n << 30n]],
  ['Gi', ['Mi', 1n << 20n]],
  ['Mi', ['Ki', 1n << 10n]],
]);

/** The next whole number of the next smaller unit (`1.1Gi` → `1127Mi`), else of bytes. */
function roundUp(text: string, nanos: bigint): string | number {
  const [unit, bytes] = smallerUnit.get(text.slice(-2)) ?? ['', 1n];
  const step = bytes * nanosPerByte;
  const count = (nanos + step - 1n) / step;
  return unit === '' ? Number(count) : `${count}${unit}`;
}
