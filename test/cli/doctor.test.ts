import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { DoctorReport } from '#core/advisor/index.ts';

import { type PluginRun, repositoryRoot, runPlugin } from './run-plugin.ts';

describe('doctor', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'doctor-'));
    for (const name of ['kubectl-autoscaler', 'kubectl_complete-autoscaler']) {
      symlinkSync(`${repositoryRoot}plugin/bin/${name}.js`, join(folder, name));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const doctor = (...args: readonly string[]): PluginRun =>
    runPlugin(['doctor', '-o', 'json', ...args], { PATH: folder });
  const stateOf = ({ stdout }: PluginRun, area: string, name: string): string | undefined =>
    (JSON.parse(stdout) as DoctorReport).checks.find((check) => check.area === area && check.name === name)
      ?.state;

  it('of a recording finds no problem and says what could not be tried', () => {
    const run = doctor('--recording', join(repositoryRoot, 'examples/platform/recording'));
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(stateOf(run, 'cluster', 'API server')).toBe('ok');
    expect(stateOf(run, 'rights', 'server')).toBe('skipped');
    expect(stateOf(run, 'prices', 'nodes')).toBe('ok');
  });

  it('sees kubectl and its own executables by the PATH', () => {
    const run = doctor();
    expect(stateOf(run, 'program', 'kubectl')).toBe('warning');
    expect(stateOf(run, 'program', 'kubectl autoscaler')).toBe('ok');
    expect(stateOf(run, 'program', 'completion')).toBeUndefined();
    const bare = runPlugin(['doctor', '-o', 'json'], { PATH: '/nonexistent' });
    expect(stateOf(bare, 'program', 'kubectl autoscaler')).toBe('warning');
  });

  it('without a kubeconfig ends with 3 and goes on with the rest', () => {
    const run = doctor();
    expect(run.code).toBe(3);
    expect(stateOf(run, 'kubeconfig', 'context')).toBe('problem');
    // Which of the two depends on the day.
    expect(['ok', 'warning']).toContain(stateOf(run, 'prices', 'age'));
    const { checks } = JSON.parse(run.stdout) as DoctorReport;
    const skipped = checks.filter(({ state }) => state === 'skipped');
    expect(skipped.map(({ area, text }) => `${area}: ${text}`)).toEqual(
      ['cluster', 'rights', 'metrics APIs', 'Prometheus', 'prices'].map(
        (area) => `${area}: there is no usable kubeconfig`,
      ),
    );
    const named = doctor('--prometheus-url', 'http://127.0.0.1:9');
    expect(stateOf(named, 'Prometheus', 'server')).toBeUndefined();
    expect(stateOf(named, 'Prometheus', 'queries')).toBe('problem');
  });

  it('with a configuration that cannot be used ends with 2 and names the line', () => {
    const config = join(folder, 'bad.yaml');
    writeFileSync(config, 'preset: wild\n');
    const run = doctor(
      '--config',
      config,
      '--recording',
      join(repositoryRoot, 'examples/platform/recording'),
    );
    expect(run.code).toBe(2);
    expect(run.stdout).toMatch(/bad\.yaml:1:1/);
  });

  it('of prices that are not there is a problem', () => {
    const run = doctor(
      '--prices',
      'nowhere',
      '--recording',
      join(repositoryRoot, 'examples/platform/recording'),
    );
    expect(run.code).toBe(3);
    expect(stateOf(run, 'prices', 'book')).toBe('problem');
  });
});
