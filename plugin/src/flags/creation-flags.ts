import { parseWorkloadRef, type WorkloadRef } from '@kubectl-autoscale/core/apis';
import { parseQuantity, type Quantity } from '@kubectl-autoscale/core/units';
import { Errors, Flags } from '@oclif/core';

import { clusterFlags } from './cluster-flags.ts';

const change = { helpGroup: 'CHANGE' } as const;

function refused(text: string): Promise<never> {
  return Promise.reject(new Errors.CLIError(text, { exit: 2 }));
}

/** `deploy/chat`. */
const workloadFlag = Flags.custom<WorkloadRef>({
  helpValue: 'KIND/NAME',
  parse: (text) => {
    const parsed = parseWorkloadRef(text);
    return parsed.ok ? Promise.resolve(parsed.value) : refused(`--target: ${parsed.error.message}`);
  },
});

/** A positive Kubernetes quantity: `100`, `500m`, `1Gi`. */
export const quantityFlag = Flags.custom<Quantity>({
  helpValue: 'QUANTITY',
  parse: (text) => {
    const parsed = parseQuantity(text);
    if (!parsed.ok) return refused(`${text}: ${parsed.error.message}`);
    return parsed.value.nanos > 0n ? Promise.resolve(parsed.value) : refused(`${text}: must be above zero`);
  },
});

/** `app=chat,tier=front` as labels. */
export const labelsFlag = Flags.custom<Readonly<Record<string, string>>>({
  helpValue: 'KEY=VALUE,…',
  parse: (text) => {
    const pairs = text.split(',').map((part) => /^([^=\s]+)=([^=]*)$/.exec(part.trim()));
    if (!pairs.every((pair) => pair !== null)) {
      return refused(`"${text}" is not KEY=VALUE, or several of them with commas between`);
    }
    return Promise.resolve(Object.fromEntries(pairs.map(([, key = '', value = '']) => [key, value])));
  },
});

/** Flags of commands that make an autoscaler. */
export const creationFlags = {
  deployment: Flags.string({
    summary: 'The Deployment to scale: the same as --target deployment/NAME.',
    helpValue: 'NAME',
  }),
  target: workloadFlag({
    summary: 'The workload to scale, such as sts/queue.',
    exactlyOne: ['deployment', 'target'],
  }),
  name: Flags.string({ summary: "Name of the object; the target's own when left out.", helpValue: 'NAME' }),
  output: Flags.option({
    char: 'o',
    summary: 'Format of what is printed.',
    options: ['yaml', 'json'] as const,
    default: 'yaml' as const,
  })(),
  out: Flags.string({
    ...change,
    summary: 'Write the manifest into this file, or into a file of its own in this folder.',
    helpValue: 'FILE|DIR',
    exclusive: ['apply'],
  }),
  apply: Flags.boolean({
    ...change,
    summary: 'Apply it to the cluster (server-side), after a diff and a question.',
    exclusive: ['recording', 'offline'],
  }),
  'force-conflicts': Flags.boolean({
    ...change,
    summary: 'With --apply: take over fields that another manager set.',
    dependsOn: ['apply'],
  }),
  'dry-run': Flags.boolean({
    ...change,
    summary: 'With --apply: check and show the diff, change nothing.',
    dependsOn: ['apply'],
  }),
  yes: Flags.boolean({ ...change, char: 'y', summary: 'Do not ask before applying.' }),
  offline: Flags.boolean({
    default: false,
    summary: 'Ask no cluster: neither the target nor the metric is checked.',
    helpGroup: 'CLUSTER',
    exclusive: ['recording', 'context', 'kubeconfig', 'as'],
  }),
  namespace: Flags.string({
    char: 'n',
    summary: "Namespace; the context's own when left out.",
    helpGroup: 'CLUSTER',
  }),
  context: clusterFlags.context,
  kubeconfig: clusterFlags.kubeconfig,
  as: clusterFlags.as,
  recording: clusterFlags.recording,
};
