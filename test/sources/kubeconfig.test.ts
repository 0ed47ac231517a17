import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  type KubeconfigOptions,
  type LoadedKubeconfig,
  loadKubeconfig,
} from '#core/sources/kubernetes/load-kubeconfig.ts';

import { caught, everythingIn } from './caught.ts';
import { createHome, type Home, kubeconfigText } from './kubeconfig-fixture.ts';

let home: Home;
beforeEach(() => {
  home = createHome();
  mkdirSync(join(home.path, '.kube'));
});
afterEach(() => home.remove());

const load = (
  options: KubeconfigOptions = {},
  environment: Record<string, string> = {},
): Promise<LoadedKubeconfig> => loadKubeconfig({ homeDirectory: home.path, environment, ...options });

describe('where a kubeconfig is looked for', () => {
  it('~/.kube/config; KUBECONFIG in its place; --kubeconfig before both', async () => {
    home.write('.kube/config', kubeconfigText('https://home'));
    const other = home.write('other', kubeconfigText('https://environment'));
    const named = home.write('named', kubeconfigText('https://named'));
    expect((await load()).server).toBe('https://home');
    expect((await load({}, { KUBECONFIG: other })).server).toBe('https://environment');
    expect((await load({ kubeconfig: named }, { KUBECONFIG: other })).server).toBe('https://named');
  });

  it('nowhere: says where it was looked', async () => {
    const error = await caught(load());
    expect(error.code).toBe('not-found');
    expect(error.message).toBe(`No kubeconfig was found; looked at ${join(home.path, '.kube', 'config')}`);
    expect(error.details.suggestions?.join(' ')).toMatch(/--kubeconfig.*--recording/);
    const listed = await caught(load({}, { KUBECONFIG: '/no/such/file' }));
    expect(listed.message).toContain('/no/such/file (KUBECONFIG)');
  });

  it('an explicit file must be there', async () => {
    const error = await caught(load({ kubeconfig: join(home.path, 'gone') }));
    expect(error.code).toBe('not-found');
    expect(error.message).toContain(join(home.path, 'gone'));
  });

  it('several files are merged: the first to name a thing is heeded, missing ones are passed over', async () => {
    const first = home.write('first', kubeconfigText('https://first', { token: 'one' }, { namespace: 'a' }));
    const second = home.write(
      'second',
      kubeconfigText('https://second')
        .replaceAll('name: test', 'name: other')
        .replace('current-context: test', 'current-context: other'),
    );
    const KUBECONFIG = [first, join(home.path, 'gone'), '', second].join(delimiter);
    expect(await load({}, { KUBECONFIG })).toMatchObject({
      server: 'https://first',
      contextName: 'test',
      namespace: 'a',
    });
    expect(await load({ context: 'other' }, { KUBECONFIG })).toMatchObject({
      contextName: 'other',
      server: 'https://first',
    });
  });

  it('inside a pod: the service account', async () => {
    const root = join(home.path, 'root');
    const folder = join(root, 'var/run/secrets/kubernetes.io/serviceaccount');
    mkdirSync(folder, { recursive: true });
    home.write('root/var/run/secrets/kubernetes.io/serviceaccount/token', 'pod-token');
    home.write('root/var/run/secrets/kubernetes.io/serviceaccount/namespace', 'ml');
    const environment = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };
    const before = { ...process.env };
    Object.assign(process.env, environment);
    try {
      const inside = await load({ serviceAccountRoot: root }, environment);
      expect(inside).toMatchObject({
        contextName: undefined,
        namespace: 'ml',
        server: 'https://10.0.0.1:443',
      });
      home.write('.kube/config', kubeconfigText('https://home'));
      expect((await load({ serviceAccountRoot: root }, environment)).server).toBe('https://home');
    } finally {
      process.env = before;
    }
  });
});

describe('a kubeconfig', () => {
  it('without that context names those that it has', async () => {
    home.write('.kube/config', kubeconfigText('https://home'));
    const error = await caught(load({ context: 'prod-eu' }));
    expect(error.code).toBe('not-found');
    expect(error.message).toMatch(/has no context "prod-eu"; it knows test$/);
  });

  it('without a current context says so', async () => {
    home.write(
      '.kube/config',
      kubeconfigText('https://home').replace('current-context: test', 'current-context: ""'),
    );
    expect((await caught(load())).message).toMatch(/has no current context; it knows test$/);
  });

  it('that is empty is as good as none inside a pod, and says so outside', async () => {
    home.write('.kube/config', '');
    expect((await caught(load())).message).toMatch(/has no current context; it knows none/);
  });

  it.each([
    ['clusters', 'name: c\n', 'name: d\n', /names the cluster c, which is not/],
    ['users', 'name: ann\n', 'name: bob\n', /names the user ann, which is not/],
  ])('whose context leads nowhere says where (%s)', async (_, from, to, says) => {
    home.write('.kube/config', kubeconfigText('https://home').replace(from, to));
    const error = await caught(load());
    expect(error.code).toBe('bad-response');
    expect(error.message).toMatch(says);
  });

  it('that is broken gives the place and quotes nothing', async () => {
    home.write('.kube/config', 'users:\n- name: ann\n  user: {token: hunter2\n');
    const error = await caught(load());
    expect(error.code).toBe('bad-response');
    expect(error.message).toMatch(/is no valid YAML: .*line \d+, column \d+/);
    expect(everythingIn(error)).not.toContain('hunter2');
    home.write('.kube/config', '- just\n- a list\n');
    expect((await caught(load())).message).toMatch(/is no kubeconfig/);
  });

  it('may have broken entries that are not used', async () => {
    const text = kubeconfigText('https://home').replace('clusters:\n', 'clusters:\n  - name: half\n');
    home.write('.kube/config', text);
    expect((await load()).server).toBe('https://home');
  });

  it('has paths relative to itself', async () => {
    const file = home.write(
      '.kube/config',
      kubeconfigText(
        'https://home',
        { 'client-certificate': 'ann.crt', 'client-key': '/abs/ann.key' },
        { cluster: { 'certificate-authority': 'certs/ca.crt' } },
      ),
    );
    const { client } = await load();
    expect(client.getCurrentCluster()?.caFile).toBe(join(dirname(file), 'certs/ca.crt'));
    expect(client.getCurrentUser()).toMatchObject({
      certFile: join(dirname(file), 'ann.crt'),
      keyFile: '/abs/ann.key',
    });
  });

  it('gives the namespace of its context, else default; --as takes the place of its own impersonation', async () => {
    home.write(
      '.kube/config',
      kubeconfigText('https://home', {
        as: 'bob',
        'as-groups': ['dev', 'ops'],
        'as-uid': '7',
        'as-user-extra': { Reason: ['test'] },
      }),
    );
    const own = await load();
    expect(own.client.getCurrentUser()?.impersonateUser).toBe('bob');
    expect(own.impersonation).toEqual({
      'impersonate-group': ['dev', 'ops'],
      'impersonate-uid': ['7'],
      'impersonate-extra-reason': ['test'],
    });
    const other = await load({ as: 'eve' });
    expect(other.client.getCurrentUser()?.impersonateUser).toBe('eve');
    expect(other.impersonation).toEqual({});
    home.write('.kube/config', kubeconfigText('https://home', {}, { namespace: '' }));
    expect((await load()).namespace).toBe('default');
  });
});
