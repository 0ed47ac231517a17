import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';

import { repositoryRoot, runPlugin } from './run-plugin.ts';
import { badHpa, oldHpa, scratchRepository } from './scratch-repository.ts';

/** Text that is markup in HTML, Markdown, SARIF and a workflow's commands. */
const hostile = String.raw`<img src=x onerror=alert(1)>[a](https://evil.test)![b](https://evil.test/b)|x::error::`;

const deployment = (name: string, replicas: number): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: '${name}', namespace: shop}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - {name: app, image: web:1, resources: {requests: {cpu: '2', memory: 4Gi, 'example.com/${name.replaceAll('/', '')}': 1}}}
`;

describe('names that are markup', () => {
  it('are text in the comment on a pull request', () => {
    const repository = scratchRepository({
      'a/a.yaml': deployment('web', 1),
      'b/a.yaml': deployment(hostile, 3),
    });
    const { code, stdout } = runPlugin(['cost', 'diff', repository.path('a'), repository.path('b')]);
    expect({ code, hasName: stdout.includes('onerror') }).toEqual({ code: 0, hasName: true });
    expect(stdout).not.toContain('<img');
    const html = new MarkdownIt({ html: true }).render(stdout);
    expect(html).not.toMatch(/<img|<a |href=/);
  });

  it('make no link in SARIF and no command of a workflow', async () => {
    const bad = badHpa.replaceAll('name: web', `name: '${hostile}'`);
    const repository = scratchRepository({
      'a.yaml': bad,
      'b.yaml': bad.replace('namespace: shop', 'namespace: shop, labels: {}'),
    });
    const sarif = await repository.lint(['--format', 'sarif', '--scope', 'complete']);
    const [run] = (JSON.parse(sarif.stdout) as { runs: { results: { message: { text: string } }[] }[] }).runs;
    const messages = run!.results.map(({ message }) => message.text);
    expect(messages.some((text) => text.includes('evil.test'))).toBe(true);
    expect(messages.join('\n')).not.toMatch(/[^\\]\]\(/);
    const github = await repository.lint(['--format', 'github', '--scope', 'complete']);
    const lines = github.stdout.trimEnd().split('\n');
    expect(lines.every((line) => /^::(error|warning|notice) file=/.test(line))).toBe(true);
  });
});

describe('names of files', () => {
  it('are never commands, options or ends of lines', async () => {
    const names = [
      '$(touch pwned).yaml',
      '`touch pwned`.yaml',
      '--fix.yaml',
      'a\n::error::b.yaml',
      '; touch pwned #.yaml',
    ];
    const repository = scratchRepository(Object.fromEntries(names.map((name) => [name, badHpa])));
    for (const format of ['github', 'compact', 'sarif', 'junit']) {
      const { code, stdout } = await repository.lint(['.', '--format', format]);
      expect(code).toBe(1);
      if (format === 'github') expect(stdout).not.toMatch(/^::error::b/m);
    }
    expect(readdirSync(repository.root).sort()).toEqual(['.git', ...names].sort());
  });
});

describe('links out of the tree', () => {
  it('are not followed by what writes', () => {
    const outside = scratchRepository({ 'secret.yaml': oldHpa, 'embed.yaml': deployment('embed', 1) });
    const repository = scratchRepository({ 'own.yaml': oldHpa });
    const path = (name: string): string => repository.path(name);
    const { root } = repository;
    symlinkSync(outside.path('secret.yaml'), path('link.yaml'));
    symlinkSync(outside.root, path('folder'));
    const fixed = runPlugin(['fix', '.'], {}, root);
    expect(fixed.code).toBe(0);
    expect(readFileSync(path('own.yaml'), 'utf8')).not.toBe(oldHpa);
    expect(readFileSync(outside.path('secret.yaml'), 'utf8')).toBe(oldHpa);

    const manifest = readFileSync(`${repositoryRoot}examples/platform/k8s/embed/deployment.yaml`, 'utf8');
    outside.write('embed.yaml', manifest);
    symlinkSync(outside.path('embed.yaml'), path('embed.yaml'));
    const recording = join(repositoryRoot, 'examples/platform/recording');
    const sized = runPlugin(
      ['rightsize', '--recording', recording, 'deployment/embed', '-n', 'prod', '--write', '.'],
      {},
      root,
    );
    expect(`${sized.stdout}${sized.stderr}`).toContain('is not declared in');
    expect(readFileSync(outside.path('embed.yaml'), 'utf8')).toBe(manifest);
    // The same manifest in the tree is written to.
    writeFileSync(path('real.yaml'), manifest);
    runPlugin(
      ['rightsize', '--recording', recording, 'deployment/embed', '-n', 'prod', '--write', '.'],
      {},
      root,
    );
    expect(readFileSync(path('real.yaml'), 'utf8')).not.toBe(manifest);
    expect(existsSync(join(outside.root, 'real.yaml'))).toBe(false);
  });
});
