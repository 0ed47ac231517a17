import { planVpa, type VpaRequest } from '@kubectl-autoscale/core/advisor';
import type { VpaContainerDraft } from '@kubectl-autoscale/core/authoring';
import { parseMinorVersion } from '@kubectl-autoscale/core/lint';
import { Flags } from '@oclif/core';

import { CreationCommand } from '../command/creation-command.ts';
import { openCreationSources } from '../composition/creation-sources.ts';
import { amountsFlag } from '../flags/amounts-flag.ts';
import { creationFlags } from '../flags/creation-flags.ts';
import { lintFlags } from '../flags/lint-flags.ts';

const UPDATE_MODES = ['Off', 'Initial', 'Recreate', 'InPlaceOrRecreate', 'InPlace', 'Auto'] as const;
const container = { helpGroup: 'CONTAINERS' } as const;

export default class CreateVpa extends CreationCommand {
  static override summary = 'Write or apply a VPA in any update mode, bounded as you say.';
  static override description =
    'Makes an autoscaling.k8s.io/v1 VerticalPodAutoscaler. The target, other VPAs of it and the update modes that the installed VPA knows are looked up in the ' +
    'cluster, and the result is linted beside the HPAs of the namespace (a resource that an HPA scales by is better left to it: --controlled-resources). ' +
    'An error among what is found ends with 1 and is never applied. Bounds hold for every container, unless --container names some.';
  static override examples = [
    {
      description: 'Only recommendations',
      command: '<%= config.bin %> create-vpa --deployment web -n prod',
    },
    {
      description: 'Resized in place within bounds, applied after a diff and a question',
      command:
        '<%= config.bin %> create-vpa --deployment web --update-mode InPlaceOrRecreate --min-allowed cpu=50m,memory=64Mi --max-allowed cpu=2,memory=4Gi --apply',
    },
    {
      description: 'Memory of one container, beside an HPA that scales by CPU',
      command:
        '<%= config.bin %> create-vpa --deployment web --update-mode Initial --container app --controlled-resources memory --controlled-values RequestsOnly --out k8s/',
    },
  ];
  static override flags = {
    'update-mode': Flags.option({
      summary: 'What it does to pods. Auto is deprecated and means Recreate; InPlace needs a feature gate.',
      options: UPDATE_MODES,
      default: 'Off' as const,
    })(),
    'min-replicas': Flags.integer({
      summary:
        'Replicas below which running pods are left alone; the updater’s own setting (2) when left out.',
      min: 1,
    }),
    container: Flags.string({
      ...container,
      summary: 'Container that the bounds are for; may be repeated. The others are left alone then.',
      helpValue: 'NAME',
      multiple: true,
      multipleNonGreedy: true,
    }),
    'min-allowed': amountsFlag({ ...container, summary: 'Smallest request.' }),
    'max-allowed': amountsFlag({ ...container, summary: 'Largest request.' }),
    'controlled-resources': Flags.option({
      ...container,
      summary: 'What is sized; both when left out.',
      options: ['cpu', 'memory', 'cpu,memory'] as const,
    })(),
    'controlled-values': Flags.option({
      ...container,
      summary: 'Whether limits are moved in proportion, or requests alone.',
      options: ['RequestsAndLimits', 'RequestsOnly'] as const,
    })(),
    'vpa-version': lintFlags['vpa-version'],
    ...creationFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(CreateVpa);
    const target = this.targetOf(flags);
    const { 'min-allowed': minAllowed, 'max-allowed': maxAllowed, 'vpa-version': versionText } = flags;
    const vpaVersion = versionText === undefined ? undefined : parseMinorVersion(versionText);
    if (versionText !== undefined && vpaVersion === undefined) {
      this.usageError(`--vpa-version: "${versionText}" is no version such as 1.5`);
    }
    const resources = flags['controlled-resources']?.split(',') as VpaContainerDraft['controlledResources'];
    const policy = {
      ...(resources === undefined ? {} : { controlledResources: resources }),
      ...(flags['controlled-values'] === undefined ? {} : { controlledValues: flags['controlled-values'] }),
      ...(minAllowed === undefined ? {} : { minAllowed }),
      ...(maxAllowed === undefined ? {} : { maxAllowed }),
    };
    const sources = await openCreationSources(flags, undefined, (text) => this.talk(text));
    const signal = this.cancellation();
    const request: VpaRequest = {
      namespace: flags.namespace ?? sources.defaultNamespace,
      target,
      ...(flags.name === undefined ? {} : { name: flags.name }),
      updateMode: flags['update-mode'],
      ...(flags['min-replicas'] === undefined ? {} : { minReplicas: flags['min-replicas'] }),
      containers: containersOf(flags.container, policy),
      ...(vpaVersion === undefined ? {} : { vpaVersion }),
    };
    const plan = await planVpa(request, sources, { signal });
    if (!plan.ok) this.usageError(plan.error.message, ...plan.error.suggestions);
    await this.deliver(plan.value, flags, sources, signal);
  }
}

/** One policy for all, or one a named container and none for the others. */
function containersOf(
  names: readonly string[] | undefined,
  policy: Omit<VpaContainerDraft, 'container'>,
): readonly VpaContainerDraft[] {
  if (names !== undefined) {
    return [
      ...names.map((name) => ({ container: name, ...policy })),
      { container: '*', controlledResources: [] },
    ];
  }
  return Object.keys(policy).length === 0 ? [] : [{ container: '*', ...policy }];
}
