import { expect, it } from 'vitest';

import { sourceArguments } from '#plugin/composition/source-arguments.ts';
import type { SourceFlagValues } from '#plugin/composition/source-flags.ts';

const none: SourceFlagValues = {
  context: undefined,
  kubeconfig: undefined,
  as: undefined,
  recording: undefined,
  'prometheus-url': undefined,
  'prometheus-service': undefined,
  'prometheus-token-file': undefined,
  'prometheus-username': undefined,
  'prometheus-ca-file': undefined,
  'prometheus-cert-file': undefined,
  'prometheus-key-file': undefined,
  'prometheus-header': undefined,
  'prometheus-timeout': undefined,
};

it.each<[string, Partial<SourceFlagValues>, string]>([
  ['nothing was given', {}, ''],
  ['a recording', { recording: 'shop/last night' }, " --recording 'shop/last night'"],
  [
    'a cluster and its Prometheus',
    { context: 'prod', kubeconfig: './k c', as: 'ann', 'prometheus-service': 'monitoring/https:p:9090' },
    " --context prod --kubeconfig './k c' --as ann --prometheus-service monitoring/https:p:9090",
  ],
  [
    'what a shell would read',
    { context: "it's; rm", 'prometheus-timeout': 30 },
    " --context 'it'\\''s; rm' --prometheus-timeout 30",
  ],
  [
    'a password within the URL',
    { 'prometheus-url': 'https://ann:secret@prometheus/a' },
    ' --prometheus-url https://prometheus/a',
  ],
  [
    'headers, of which the values may be secret',
    { 'prometheus-header': ['X-Scope-OrgID: a', 'Authorization: Bearer secret'] },
    " --prometheus-header 'X-Scope-OrgID: …' --prometheus-header 'Authorization: …'",
  ],
])('repeats the flags of the source: %s', (_what, flags, expected) => {
  expect(sourceArguments({ ...none, ...flags })).toBe(expected);
});
