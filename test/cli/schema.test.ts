import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { fromYaml } from '#core/manifest/plain-yaml.ts';

import { repositoryRoot, runPlugin } from './run-plugin.ts';
import { schemaErrors } from './schema-errors.ts';

const recording = ['--recording', 'examples/platform/recording', '-n', 'prod'];

describe('what is printed for programs', () => {
  const reportErrors = schemaErrors('workload-report.schema.json');
  it.each([
    ['a workload', ['analyze', 'deploy/llm-chat']],
    ['one without metrics', ['analyze', 'deploy/llm-chat', '--no-metrics']],
    ['a young one', ['analyze', 'deploy/llm-code', '--prices', 'none']],
    ['a namespace', ['analyze']],
    ['a forecast', ['predict', 'deploy/gateway']],
    [
      'one of a mapped metric with its backtest',
      ['predict', 'deploy/gateway', '--metric', 'cpu', '--backtest'],
    ],
    ['a ranking', ['predict', '--metric', 'all']],
    ['the forecasts of a namespace', ['predict']],
    ['a namespace by risk', ['analyze', '--sort-by', 'risk', '-l', 'app=embed']],
  ])(
    '%s follows the published schema, as JSON and as YAML',
    (_what, command) => {
      const json = runPlugin([...command, ...recording, '-o', 'json']);
      expect(json).toMatchObject({ code: 0, stderr: '' });
      const report = JSON.parse(json.stdout) as unknown;
      expect(reportErrors(report)).toEqual([]);
      const yaml = fromYaml(runPlugin([...command, ...recording, '-o', 'yaml']).stdout);
      expect(yaml).toEqual({ ok: true, value: report });
    },
    60_000,
  );

  it('forecasts a workload of many as it does one', () => {
    const printed = (...names: string[]): { forecast?: object } =>
      JSON.parse(runPlugin(['predict', ...names, ...recording, '-o', 'json']).stdout) as object;
    const list = printed('-l', 'app=gateway') as { items: { forecast?: object }[] };
    const { forecast } = printed('deploy/gateway');
    expect(forecast).toMatchObject({ metric: 'requests', trusted: true });
    expect(list.items.map((item) => item.forecast)).toEqual([forecast]);
  });

  it.each([
    ['nodes', 'nodes-report', ['nodes', '--pool', 'gpu-spot=0:9']],
    ['nodes plan', 'node-plan', ['nodes', 'plan', '-n', 'prod']],
    ['gpu', 'gpu-report', ['gpu', '--for', 'type=T4', '--cloud-quota', 'T4=4']],
  ])('%s follows its schema', (_command, schema, command) => {
    const errors = schemaErrors(`${schema}.schema.json`);
    const args = [...command, '--recording', 'examples/platform/recording', '-o', 'json'];
    const { code, stdout, stderr } = runPlugin(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(errors(JSON.parse(stdout))).toEqual([]);
  });

  it('a simulation follows its schema, the search for settings included', () => {
    const errors = schemaErrors('simulation-report.schema.json');
    const args = [
      'simulate',
      '--trace',
      'test/fixtures/series/azure_llm2023_conv_10s.csv',
      '--search',
      '-o',
      'json',
    ];
    const { code, stdout } = runPlugin([...args, '--strategies', 'static-least,hpa-forecast,spot']);
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as { strategies: unknown[]; settings: unknown[] };
    expect(errors(report)).toEqual([]);
    expect(report.strategies).toHaveLength(3);
    expect(report.settings).toHaveLength(72);
  }, 300_000);

  it.each([
    ['a workload', ['rightsize', 'deploy/embed']],
    ['a namespace by the VPA method', ['rightsize', '--method', 'vpa', '--prices', 'none']],
  ])(
    'right-sizing %s follows its schema',
    (_what, command) => {
      const { code, stdout } = runPlugin([...command, ...recording, '-o', 'json']);
      expect(code).toBe(0);
      const report = JSON.parse(stdout) as { items: unknown[] };
      expect(report.items).not.toEqual([]);
      expect(schemaErrors('rightsize-report.schema.json')(report)).toEqual([]);
    },
    60_000,
  );

  it.each([
    ['an HPA', ['hpa', 'embed']],
    ['an HPA with its past', ['hpa', 'embed', '--at', '3h', '--since', '30m']],
    ['one that cannot act', ['hpa', 'llm-code']],
    ['one without metrics', ['hpa', 'embed', '--no-metrics']],
    ['a VPA', ['vpa', 'gateway']],
  ])(
    'explaining %s follows its schema, as JSON and as YAML',
    (_what, command) => {
      const json = runPlugin(['explain', ...command, ...recording, '-o', 'json']);
      expect(json).toMatchObject({ code: 0, stderr: '' });
      const explanation = JSON.parse(json.stdout) as unknown;
      expect(schemaErrors('explanation.schema.json')(explanation)).toEqual([]);
      const yaml = fromYaml(runPlugin(['explain', ...command, ...recording, '-o', 'yaml']).stdout);
      expect(yaml).toEqual({ ok: true, value: explanation });
    },
    60_000,
  );

  it.each([[[]], [['--used']]])('metrics %j follow theirs', (flags) => {
    const { code, stdout } = runPlugin(['metrics', ...flags, ...recording, '-o', 'json']);
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as { items: unknown[] };
    expect(report.items).not.toEqual([]);
    expect(schemaErrors('metrics-report.schema.json')(report)).toEqual([]);
  });

  it.each([
    [['-n', 'prod', '--recording', 'examples/platform/recording']],
    [['--recording', 'test/fixtures/incident', '-A']],
  ])('the status of %j follows its own', (flags) => {
    const { code, stdout } = runPlugin(['status', ...flags, '-o', 'json']);
    expect(code).toBe(0);
    expect(schemaErrors('status-report.schema.json')(JSON.parse(stdout))).toEqual([]);
  });

  it('what doctor found follows its own', () => {
    const { code, stdout } = runPlugin(['doctor', ...recording, '-o', 'json']);
    expect(code).toBe(0);
    expect(schemaErrors('doctor-report.schema.json')(JSON.parse(stdout))).toEqual([]);
  });

  it.each([
    ['all', ['list']],
    ['a bundled one', ['show', 'aws', '--gpu']],
    ['a file over a bundled one', ['show', 'aws+examples/savings/prices.yaml']],
  ])('price books follow theirs, %s', (_what, command) => {
    const { code, stdout } = runPlugin(['prices', ...command, '-o', 'json']);
    expect(code).toBe(0);
    expect(schemaErrors('price-book.schema.json')(JSON.parse(stdout))).toEqual([]);
    expect(schemaErrors('price-book.schema.json')([{ provider: 'aws' }])).not.toEqual([]);
  });

  it('has a published schema, whichever command prints it', () => {
    const folder = `${repositoryRoot}docs/schemas`;
    const described = readdirSync(folder).flatMap((name) => {
      const { title } = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as { title: string };
      const commands = /^Output of kubectl autoscaler (.*?) with /.exec(title)?.[1] ?? '';
      return commands.split(/, | and /);
    });
    const { commands } = JSON.parse(readFileSync(`${repositoryRoot}plugin/oclif.manifest.json`, 'utf8')) as {
      commands: Record<string, { flags: { output?: { options?: readonly string[] } } }>;
    };
    // What is created are objects of Kubernetes.
    const printing = Object.entries(commands).flatMap(([id, { flags }]) =>
      flags.output?.options?.includes('json') && !id.startsWith('create-') ? [id.replaceAll(':', ' ')] : [],
    );
    expect(printing.length).toBeGreaterThan(15);
    expect(described).toEqual(expect.arrayContaining(printing));
  });

  it('the schema refuses what is no report', () => {
    expect(reportErrors({ kind: 'WorkloadReport' })).not.toEqual([]);
  });

  it('findings follow theirs', () => {
    const { stdout } = runPlugin(['lint', 'examples/platform/k8s', '--format', 'json']);
    expect(schemaErrors('lint-result.schema.json')(JSON.parse(stdout))).toEqual([]);
  });
});
