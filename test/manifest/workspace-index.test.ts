import { describe, expect, it } from 'vitest';

import { parseSourceFile } from '#core/manifest/parse.ts';
import type { SourceFile } from '#core/manifest/source-file.ts';
import { createWorkspaceIndex, type WorkspaceIndex } from '#core/manifest/workspace-index.ts';

function file(
  path: string,
  ...objects: readonly [apiVersion: string, kind: string, name: string, namespace?: string][]
): SourceFile {
  const documents = objects.map(([apiVersion, kind, name, namespace]) =>
    JSON.stringify({ apiVersion, kind, metadata: { name, namespace } }),
  );
  return parseSourceFile(path, documents.join('\n---\n'));
}

const deployment = { group: 'apps', kind: 'Deployment' };
const names = (resources: Iterable<{ name: string }>) => Array.from(resources, ({ name }) => name);

const a = file('a.yaml', ['apps/v1', 'Deployment', 'web', 'prod'], ['v1', 'Service', 'web', 'prod']);
const b = file('b.yaml', ['apps/v1beta1', 'Deployment', 'web'], ['extensions/v1beta1', 'Deployment', 'web']);
const c = file('c/c.yaml', ['apps/v1', 'Deployment', 'api', 'dev'], ['apps/v1', 'Deployment', 'web', 'dev']);

describe('an index', () => {
  const index = createWorkspaceIndex([c, a, b]);

  it('finds objects by group and kind, whatever their version', () => {
    expect(names(index.ofKind(deployment))).toEqual(['web', 'web', 'api', 'web']);
    expect(index.ofKind(deployment).map(({ version }) => version)).toEqual(['v1', 'v1beta1', 'v1', 'v1']);
    expect(names(index.ofKind({ group: 'extensions', kind: 'Deployment' }))).toEqual(['web']);
    expect(index.ofKind({ group: '', kind: 'Deployment' })).toEqual([]);
  });

  it('takes a missing namespace for any', () => {
    const pathsOf = (namespace?: string) =>
      index.find(deployment, namespace, 'web').map(({ file: { path } }) => path);
    expect(pathsOf('prod')).toEqual(['a.yaml', 'b.yaml']);
    expect(pathsOf('dev')).toEqual(['b.yaml', 'c/c.yaml']);
    expect(pathsOf('test')).toEqual(['b.yaml']);
    expect(pathsOf()).toEqual(['a.yaml', 'b.yaml', 'c/c.yaml']);
    expect(index.find(deployment, 'prod', 'constructor')).toEqual([]);
  });

  it('answers in the order of paths, however it was made', () => {
    const grown = [a, b, c].reduce<WorkspaceIndex>((grow, next) => grow.with(next), createWorkspaceIndex([]));
    const paths = (of: WorkspaceIndex) =>
      Array.from(of.resources(), (resource) => `${resource.file.path} ${resource.name}`);
    expect(paths(grown)).toEqual(paths(index));
    expect(grown.ofKind(deployment)).toEqual(index.ofKind(deployment));
  });
});

describe('a changed index', () => {
  const before = createWorkspaceIndex([a, b, c]);
  const changed = file('b.yaml', ['apps/v1', 'StatefulSet', 'db']);
  const after = before.with(changed);

  it('leaves the old one as it was', () => {
    expect(names(before.ofKind(deployment))).toEqual(['web', 'web', 'api', 'web']);
    expect(names(after.ofKind(deployment))).toEqual(['web', 'api', 'web']);
    expect(names(after.ofKind({ group: 'apps', kind: 'StatefulSet' }))).toEqual(['db']);
    expect(before.ofKind({ group: 'apps', kind: 'StatefulSet' })).toEqual([]);
    expect(before.files.get('b.yaml')).toBe(b);
    expect(after.files.get('b.yaml')).toBe(changed);
  });

  it('shares what the change does not concern', () => {
    const service = { group: '', kind: 'Service' };
    expect(after.ofKind(service)).toBe(before.ofKind(service));
    expect(after.files.get('a.yaml')).toBe(a);
  });

  it('forgets files', () => {
    const without = after.without('c/c.yaml', 'nowhere.yaml');
    expect(names(without.ofKind(deployment))).toEqual(['web']);
    expect([...without.files.keys()]).toEqual(['a.yaml', 'b.yaml']);
    expect(names(without.with(c).resources())).toEqual(['web', 'web', 'db', 'api', 'web']);
  });

  it('takes the last of two files with one path', () => {
    expect(names(before.with(changed, b).ofKind(deployment))).toHaveLength(4);
    expect(names(createWorkspaceIndex([b, changed]).resources())).toEqual(['db']);
  });

  it('takes in one file of five thousand and shares the others', () => {
    const files = Array.from({ length: 5000 }, (_, number) =>
      file(
        `d/${number}.yaml`,
        ['apps/v1', 'Deployment', `web-${number}`, 'prod'],
        ['v1', 'Service', `web-${number}`],
      ),
    );
    let large = createWorkspaceIndex(files);
    large.find(deployment, 'prod', 'web-1');
    const rounds = 20;
    for (let round = 0; round < rounds; round++) {
      const text = files[round]!.text.replace('web-', 'site-');
      large = large.with(parseSourceFile(`d/${round}.yaml`, text, files[round]));
      expect(large.find(deployment, 'prod', `site-${round}`)).toHaveLength(1);
    }
    expect(large.files.get('d/4999.yaml')).toBe(files[4999]);
  });
});
