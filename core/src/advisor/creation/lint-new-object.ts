import { defaultLintSettings, lint, type LintResult, type LintSettings } from '../../lint/index.ts';
import {
  createWorkspaceIndex,
  type KubernetesObject,
  parseSourceFile,
  type SourceFile,
  toYaml,
} from '../../manifest/index.ts';
import type { NamespaceObjects } from './namespace-objects.ts';

export interface NewObjectLint {
  readonly result: LintResult;
  readonly files: ReadonlyMap<string, SourceFile>;
}

/** Mistakes of files alone: a live object's replicas are what its autoscaler wrote last. */
const ABOUT_FILES = { 'replicas-set-with-hpa': 'off', 'replicas-outside-hpa-range': 'off' } as const;

/**
 * What the linter says of an object before it is there, and of others because of it, beside the objects that are: its own predecessor of the same name
 * is left out. Without `around` it is looked at alone.
 */
export function lintNewObject(
  object: KubernetesObject,
  manifest: string,
  around: NamespaceObjects | undefined,
  { severities, ...settings }: Partial<LintSettings> = {},
): NewObjectLint {
  const path = pathOf(object);
  const others = (around?.objects ?? []).filter((other) => pathOf(other) !== path);
  const index = createWorkspaceIndex([
    parseSourceFile(path, manifest),
    ...others.map((other) => parseSourceFile(pathOf(other), toYaml({ ...other, status: undefined }))),
  ]);
  const result = lint(index, {
    settings: {
      ...defaultLintSettings,
      scope: around?.isComplete === true ? 'complete' : 'open',
      ...(around === undefined
        ? {}
        : { kubernetesVersion: { major: around.version.major, minor: around.version.minor } }),
      ...settings,
      severities: { ...ABOUT_FILES, ...severities },
    },
  });
  const findings = result.findings
    .filter(({ file, related }) => file === path || related.some((place) => place.file === path))
    // There is no file yet that a fix could edit.
    .map((finding) => ({ ...finding, fixes: [] }));
  return { result: { ...result, findings, objectsChecked: 1, filesChecked: 1 }, files: index.files };
}

function pathOf({ kind, metadata }: KubernetesObject): string {
  return [metadata.namespace, kind, metadata.name].filter((part) => part !== undefined).join('/');
}
