import { posix } from 'node:path';

import { fromYaml, type SourceFile } from '@kubectl-autoscale/core/manifest';

export type RenderChoice = 'off' | 'auto' | 'kustomize' | 'helm';

/** A kustomization or a chart that is rendered by itself. Paths are POSIX, relative to the workspace's root. */
export interface RenderRoot {
  readonly tool: 'kustomize' | 'helm';
  readonly folder: string;
  /** Its kustomization file or Chart.yaml. */
  readonly entry: string;
  /** Files that it lays over objects. */
  readonly patches: readonly string[];
  /** Whether a file is part of it, so that it is linted as rendered and not by itself as well. */
  readonly covers: (path: string) => boolean;
}

const KUSTOMIZATION_NAMES: ReadonlySet<string> = new Set([
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
]);

/**
 * The kustomizations and charts among the files to report on that nothing else includes: overlays but not their bases,
 * charts but not their subcharts and no library charts.
 */
export function renderRoots(
  files: ReadonlyMap<string, SourceFile>,
  reportOn: readonly string[],
  choice: RenderChoice,
): readonly RenderRoot[] {
  const kustomize = choice === 'auto' || choice === 'kustomize' ? kustomizeRoots(files, reportOn) : [];
  const helm = choice === 'auto' || choice === 'helm' ? helmRoots(files, reportOn) : [];
  return [...kustomize, ...helm];
}

interface Kustomization {
  readonly entry: string;
  readonly folder: string;
  readonly isComponent: boolean;
  /** Files and folders that it takes in. */
  readonly resources: readonly string[];
  readonly patches: readonly string[];
}

function kustomizeRoots(
  files: ReadonlyMap<string, SourceFile>,
  reportOn: readonly string[],
): readonly RenderRoot[] {
  const all = new Map(
    [...files.values()].flatMap((file) => {
      const kustomization = readKustomization(file);
      return kustomization ? [[kustomization.folder, kustomization] as const] : [];
    }),
  );
  const wanted = [...all.values()].filter(({ entry }) => reportOn.includes(entry));
  const included = new Set(wanted.flatMap(({ resources }) => resources));
  return wanted
    .filter(({ folder, isComponent }) => !isComponent && !included.has(folder))
    .map((root) => {
      const parts = closure(root, all);
      const covered = new Set(
        parts.flatMap(({ entry, resources, patches }) => [entry, ...resources, ...patches]),
      );
      return {
        tool: 'kustomize' as const,
        folder: root.folder,
        entry: root.entry,
        patches: parts.toReversed().flatMap(({ patches }) => patches),
        covers: (path: string) => covered.has(path),
      };
    });
}

/** A kustomization with all that it takes in, itself first. */
function closure(root: Kustomization, all: ReadonlyMap<string, Kustomization>): readonly Kustomization[] {
  const found = new Set([root]);
  for (const each of found) {
    for (const resource of each.resources) {
      const inner = all.get(resource);
      if (inner) found.add(inner);
    }
  }
  return [...found];
}

function readKustomization({ path, text }: SourceFile): Kustomization | undefined {
  if (!KUSTOMIZATION_NAMES.has(posix.basename(path))) return undefined;
  const parsed = fromYaml(text);
  if (!parsed.ok || typeof parsed.value !== 'object' || parsed.value === null) return undefined;
  const content = parsed.value as Readonly<Record<string, unknown>>;
  const folder = posix.dirname(path) === '.' ? '' : posix.dirname(path);
  const textsOf = (key: string): readonly string[] =>
    listOf(content[key]).flatMap((item) => (typeof item === 'string' ? [join(folder, item)] : []));
  const pathsOf = (key: string): readonly string[] =>
    listOf(content[key]).flatMap((item) => {
      const named = typeof item === 'object' && item !== null && 'path' in item ? item.path : undefined;
      return typeof named === 'string' ? [join(folder, named)] : [];
    });
  return {
    entry: path,
    folder,
    isComponent: content.kind === 'Component',
    resources: [...textsOf('resources'), ...textsOf('bases'), ...textsOf('components')],
    patches: [...textsOf('patchesStrategicMerge'), ...pathsOf('patches'), ...pathsOf('patchesJson6902')],
  };
}

function helmRoots(
  files: ReadonlyMap<string, SourceFile>,
  reportOn: readonly string[],
): readonly RenderRoot[] {
  const charts = reportOn.filter((path) => posix.basename(path) === 'Chart.yaml');
  const folders = charts.map((entry) => (posix.dirname(entry) === '.' ? '' : posix.dirname(entry)));
  return folders.flatMap((folder) => {
    const entry = join(folder, 'Chart.yaml');
    const isSubchart = folders.some((other) => folder.startsWith(`${join(other, 'charts')}/`));
    const isLibrary = /^type:\s*["']?library\b/m.test(files.get(entry)?.text ?? '');
    if (isSubchart || isLibrary) return [];
    const prefix = folder === '' ? '' : `${folder}/`;
    const covers = (path: string): boolean => path.startsWith(prefix);
    return [{ tool: 'helm' as const, folder, entry, patches: [], covers }];
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function join(folder: string, path: string): string {
  const joined = posix.join(folder, path).replace(/\/$/, '');
  return joined === '.' ? '' : joined;
}
