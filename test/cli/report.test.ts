import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ClusterReport } from '#core/advisor/cluster-report/cluster-report.ts';

import { type PluginRun, repositoryRoot, runPlugin } from './run-plugin.ts';

/** A name that would be markup, an attribute's end and a script if it were not escaped. */
const hostile = `<img src=x onerror=alert(1)>&"'`;

describe('report', () => {
  let folder: string;
  let run: PluginRun;
  let page: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
    const recording = join(folder, hostile);
    cpSync(join(repositoryRoot, 'examples/savings/recording'), recording, { recursive: true });
    const html = join(folder, 'reports/report.html');
    run = runPlugin([
      ...['report', '--recording', recording, '--prices', 'examples/savings/prices.yaml'],
      ...['--time-limit', '300', '--html', html, '-o', 'json'],
    ]);
    expect(run.code).toBe(0);
    page = readFileSync(html, 'utf8');
  }, 180_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('follows its schema, which refuses what is none', () => {
    const text = readFileSync(`${repositoryRoot}docs/schemas/cluster-report.schema.json`, 'utf8');
    const validate = new Ajv({ allErrors: true }).compile(JSON.parse(text) as object);
    validate(JSON.parse(run.stdout));
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ kind: 'ClusterReport' })).toBe(false);
  });

  it('says of the business case what cost says of it', () => {
    const { cost, waste, nodes } = JSON.parse(run.stdout) as ClusterReport;
    expect(cost.plan?.total).toMatchObject({ beforePerHour: 600, savingPerHour: 491.76 });
    expect(nodes).toHaveLength(20);
    // 1.75 of 4 CPUs are needed, which is what nodes run out of: 56 % of $600.
    expect(waste.unusedPerHour).toBeCloseTo(600 * (1 - 1.75 / 4), 6);
    expect(page).toContain('−$491.76/h');
  });

  it('escapes what names are made of, everywhere', () => {
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;');
    expect(page).not.toContain('<img');
    expect(page).not.toContain(hostile);
  });

  it('needs nothing but itself: no script, nothing to load, and a policy that forbids both', () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<script|<link|<iframe|@import|url\(|\son\w+=(?!alert)/i);
    expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].filter(([, to]) => !to!.startsWith('#'))).toEqual(
      [],
    );
    for (const [, id] of page.matchAll(/href="#([^"]*)"/g)) expect(page).toContain(`id="${id}"`);
  });

  it('is Markdown too, with names that mean themselves', () => {
    const { code, stdout } = runPlugin([
      ...['report', '--recording', join(folder, hostile), '--no-plan', '-o', 'markdown'],
      ...['--prices', 'examples/savings/prices.yaml'],
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('# Cost and risk\n\nrecording ');
    expect(stdout).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(stdout).not.toContain('<img');
    expect(stdout).toMatch(/^\| ml\/Deployment\/batch-inference \| 100 \| \$375\.00\/h/m);
  }, 60_000);

  it('says of a folder that cannot be written that it cannot, and where', () => {
    const { code, stderr } = runPlugin([
      ...['report', '--recording', 'examples/savings/recording', '--no-plan', '--no-metrics'],
      ...['--prices', 'examples/savings/prices.yaml', '--html', 'README.md/report.html'],
    ]);
    expect(code).toBe(3);
    expect(stderr).toContain('error: cannot write the report README.md/report.html');
  }, 60_000);
});
