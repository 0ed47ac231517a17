import { Flags, type Interfaces } from '@oclif/core';

type ManifestFlags = Readonly<{
  filename: Interfaces.OptionFlag<string[] | undefined>;
  kustomize: Interfaces.OptionFlag<string | undefined>;
}>;

/** Of commands that look at manifests as if they were applied, spelled as kubectl spells them; never with the flags of `without`. */
export const manifestFlags = (...without: readonly string[]): ManifestFlags => ({
  filename: Flags.string({
    char: 'f',
    summary:
      'The workloads of these manifests, as if they were applied: what a file says stands in the place of what the cluster has; pods and metrics are those that are there. A file, a folder, a git revision, or - for standard input; may be repeated.',
    helpGroup: 'MANIFESTS',
    helpValue: 'PATH',
    multiple: true,
    multipleNonGreedy: true,
    exclusive: ['kustomize', ...without],
  }),
  kustomize: Flags.string({
    char: 'k',
    summary: 'The same of what this kustomization gives, by your own kustomize or kubectl.',
    helpGroup: 'MANIFESTS',
    helpValue: 'DIR',
    exclusive: [...without],
  }),
});
