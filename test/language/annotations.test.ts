import { beforeAll, describe, expect, it } from 'vitest';

import type { WorkloadReport } from '#core/advisor/index.ts';
import { FLAG_HELP } from '#core/language/flag-help.ts';
import { type AnnotationContext, codeLenses, flagHover, hover, inlayHints } from '#core/language/index.ts';
import { defaultLintSettings } from '#core/lint/index.ts';
import { flagStatus, flagTableCovers } from '#core/lint/versions/cluster-autoscaler-flags.ts';
import { parseSourceFile, type SourceFile } from '#core/manifest/index.ts';

import { contextOf, platformManifests, platformReports } from './shop.ts';

let manifests: Map<string, string>;
let reports: ReadonlyMap<string, WorkloadReport>;
let context: AnnotationContext;
beforeAll(async () => {
  manifests = platformManifests();
  reports = await platformReports();
  context = contextOf(manifests, reports);
});

function file(path: string, of = context): SourceFile {
  return of.workspace.index.files.get(path)!;
}

function lineOf(path: string, words: string): number {
  return manifests
    .get(path)!
    .split('\n')
    .findIndex((line) => line.includes(words));
}

function offsetOf(path: string, words: string): number {
  return manifests.get(path)!.indexOf(words);
}

function hintsOf(path: string, of = context): readonly (readonly [line: number, label: string])[] {
  return inlayHints(file(path, of), of).map(({ position, label }) => [position.line, label]);
}

const chat = 'k8s/llm-chat/deployment.yaml';
const chatHpa = 'k8s/llm-chat/hpa.yaml';

function chatReport(): WorkloadReport {
  return reports.get('apps/Deployment/prod/llm-chat')!;
}

describe('the link to the what-if panel', () => {
  const links = { uri: 'file:///shop/a (b).yaml', whatIf: 'kubectlAutoscale.whatIf' };
  const linkIn = (path: string, words: string, of = context): unknown => {
    const value = hover(file(path, of), offsetOf(path, words), of, links)?.contents.value ?? '';
    const argument = /\(command:kubectlAutoscale\.whatIf\?([^)]*)\)/.exec(value)?.[1];
    return argument === undefined ? undefined : JSON.parse(decodeURIComponent(argument));
  };

  it.each([
    ['of an HPA', chatHpa, 'minReplicas', { line: 7, character: 2 }],
    [
      'of the workload that it scales',
      chat,
      'kind: Deployment',
      {
        line: platformManifests()
          .get('k8s/llm-chat/deployment.yaml')!
          .split('\n')
          .indexOf('kind: Deployment'),
        character: 0,
      },
    ],
  ])('is in the hover %s, with where it stands', (_, path, words, position) => {
    expect(linkIn(path, words)).toMatchObject([
      { uri: links.uri, name: 'llm-chat', namespace: 'prod', position },
    ]);
  });

  it('is not where no HPA is, and not where the client has no panel', () => {
    expect(linkIn('k8s/rerank/deployment.yaml', 'kind: Deployment')).toBeUndefined();
    expect(linkIn(chatHpa, 'minReplicas', { ...context, hasCommand: () => false })).toBeUndefined();
  });
});

describe('inlay hints', () => {
  it('say behind the requests of each container what it uses and costs', () => {
    const [vllm, proxy] = hintsOf(chat);
    expect(vllm).toEqual([
      lineOf(chat, 'requests:'),
      expect.stringMatching(/^p50–p95 1\.6–1\.8 cores · \$[\d,]+–[\d,]+\/mo now$/),
    ]);
    expect(proxy).toEqual([
      lineOf(chat, 'requests: {cpu: 100m'),
      expect.stringMatching(/^p50–p95 0\.035–0\.041 cores · /),
    ]);
    expect(Math.max(...hintsOf(chat).map(([, label]) => label.length))).toBeLessThanOrEqual(45);
  });

  it('add up to what the lens of the workload says', () => {
    const ends = (text: string): readonly number[] =>
      /\$([\d,]+)–([\d,]+)\/mo now/
        .exec(text)!
        .slice(1)
        .map((amount) => Number(amount.replace(',', '')));
    const [lens] = codeLenses(file(chat), 'file:///x', context, { showWorkload: 'show' });
    const parts = hintsOf(chat).map(([, label]) => ends(label));
    for (const [end, whole] of ends(lens!.command.title).entries()) {
      const sum = parts.reduce((total, part) => total + part[end]!, 0);
      // Each is rounded to whole units.
      expect(Math.abs(sum - whole)).toBeLessThanOrEqual(parts.length);
    }
  });

  it('say at the bounds of an HPA what so many replicas of its Deployment cost, though that stands in another file', () => {
    const perReplica = chatReport().cost!.perReplica!.rangePerHour!;
    const most = Math.round(perReplica.upper * 730 * 16).toLocaleString('en-US');
    const hints = hintsOf(chatHpa);
    expect(hints.map(([line]) => line)).toEqual([
      lineOf(chatHpa, 'minReplicas'),
      lineOf(chatHpa, 'maxReplicas'),
    ]);
    expect(hints[0]![1]).toMatch(/^\$[\d,]+–[\d,]+\/mo at min$/);
    expect(hints[1]![1]).toMatch(new RegExp(`^≤ \\$[\\d,]+–${most}/mo at max$`));
  });

  it('follow the report: twice the price is twice the cost', () => {
    const report = chatReport();
    const double = (money: NonNullable<WorkloadReport['cost']>['now']) => ({
      ...money,
      perHour: money.perHour * 2,
      rangePerHour: { lower: money.rangePerHour!.lower * 2, upper: money.rangePerHour!.upper * 2 },
    });
    const cost = { ...report.cost!, perReplica: double(report.cost!.perReplica!) };
    const dearer = contextOf(manifests, new Map([['apps/Deployment/prod/llm-chat', { ...report, cost }]]));
    const lower = (label: string): number => Number(/\$([\d,]+)/.exec(label)![1]!.replace(',', ''));
    expect(lower(hintsOf(chatHpa, dearer)[0]![1])).toBeCloseTo(2 * lower(hintsOf(chatHpa)[0]![1]), -1);
  });

  it('are counted by the hour where that is wanted', () => {
    expect(hintsOf(chatHpa, { ...context, period: 'hour' })[0]![1]).toMatch(/^\$0\.52–1\.13\/h at min$/);
  });

  it('say their age when the data is old, and nothing without data', () => {
    const later = { ...context, nowMs: context.nowMs + 3 * 3_600_000 };
    expect(hintsOf(chat, later)[0]![1]).toMatch(/ · 3 h old$/);
    expect(hintsOf(chat, contextOf(manifests, new Map()))).toEqual([]);
  });

  it('stay inside the range that was asked for', () => {
    const first = offsetOf(chat, 'requests:') + 'requests:'.length;
    expect(inlayHints(file(chat), context, { start: 0, end: first })).toHaveLength(1);
  });

  it('carry the whole table and its basis as their tooltip', () => {
    const tooltip = inlayHints(file(chat), context)[0]!.tooltip.value;
    expect(tooltip).toContain('| cpu | 3 cores | 1.6–1.8 cores | 2.2 cores | 2.1 cores |');
    expect(tooltip).toContain('recording');
    expect(tooltip).toContain('as of 19 Nov 2026, 10:00 UTC');
  });
});

describe('code lenses', () => {
  const commands = { showWorkload: 'show' };
  const titles = (path: string, of = context): readonly string[] =>
    codeLenses(file(path, of), `file:///${path}`, of, commands).map(({ command }) => command.title);

  it('sum up a workload in one line: cost now, saving, next peak', () => {
    const [lens] = titles('k8s/embed/deployment.yaml');
    expect(lens).toMatch(
      /^\$[\d,]+–[\d,]+\/mo now · right-size saves \$\d+–\d+\/mo · peak \d\d:\d\d needs \d+$/,
    );
  });

  it('stand above an autoscaler whose workload is in another file, and not twice in one file', () => {
    expect(titles(chatHpa)).toEqual(titles(chat));
    const both = new Map([['all.yaml', `${manifests.get(chat)!}---\n${manifests.get(chatHpa)!}`]]);
    expect(titles('all.yaml', contextOf(both, reports))).toHaveLength(1);
  });

  it('promise no saving where a VPA sets the requests, and none does in mode Off', () => {
    expect(titles('k8s/gateway/deployment.yaml')[0]).toMatch(/ now · VPA gateway sets requests · /);
    expect(at('k8s/gateway/deployment.yaml', 'kind: Deployment')).toContain('VPA gateway sets the requests');
    const autoscaling = manifests.get('k8s/gateway/autoscaling.yaml')!;
    const off = autoscaling.replace(/updateMode: \S+/, 'updateMode: "Off"');
    expect(off).not.toBe(autoscaling);
    const report = reports.get('apps/Deployment/prod/gateway')!;
    const recommending = contextOf(
      new Map(manifests).set('k8s/gateway/autoscaling.yaml', off),
      new Map([['apps/Deployment/prod/gateway', { ...report, autoscalers: [] }]]),
    );
    expect(titles('k8s/gateway/deployment.yaml', recommending)[0]).toMatch(/right-size (saves|adds) /);
  });

  it('are text only for a client without the command', () => {
    const plain = { ...context, hasCommand: () => false };
    const [lens] = codeLenses(file(chat), 'file:///x', plain, commands);
    expect(lens!.command.command).toBe('');
  });
});

function at(path: string, words: string, of = context): string | undefined {
  return hover(file(path, of), offsetOf(path, words), of)?.contents.value;
}

describe('hovers on flags of the Cluster Autoscaler', () => {
  const explained = (
    args: string,
    words: string,
    image = 'cluster-autoscaler:v1.32.1',
  ): string | undefined => {
    const text = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ca}\nspec: {template: {spec: {containers: [{name: ca, image: "registry.k8s.io/autoscaling/${image}", args: [${args}]}]}}}\n`;
    return flagHover(parseSourceFile('ca.yaml', text), text.indexOf(words), defaultLintSettings)?.contents
      .value;
  };

  it('say what each does by default in the release that runs', () => {
    expect(explained('--expander=price', '--expander')).toMatch(/^\*\*--expander\*\* · default random\n/);
    expect(explained('--expander=price', 'price', 'cluster-autoscaler:v1.34.0')).toContain(
      'default least-waste',
    );
    expect(explained('--scale-down-unneeded-time, 5m', '--scale')).toMatch(/default 10m\n\nHow long/);
  });

  it('say what a release does not have, or calls deprecated', () => {
    expect(explained('--capacity-quotas-enabled', '--cap')).toContain('Added in 1.36.');
    expect(explained('--scale-down-enabled', '--scale', 'cluster-autoscaler:v1.35.0')).toContain(
      'Deprecated since 1.35: ',
    );
    expect(explained('--no-such-flag', '--no')).toContain('No release that is known has this flag.');
    expect(explained('--expander=price', '--exp', 'cluster-autoscaler:latest')).toContain(
      'the image names none',
    );
  });

  it('are for that program only', () => {
    expect(explained('--expander=price', '--exp', 'web:v1')).toBeUndefined();
  });

  it('cover only flags that exist', () => {
    for (const name of Object.keys(FLAG_HELP)) {
      expect(flagStatus(name, flagTableCovers.last), name).toBe('known');
    }
  });
});

describe('hovers', () => {
  it('draw history and forecast, with words for those who do not see them', () => {
    const text = at(chatHpa, 'scaleTargetRef')!;
    const [, alternative, data] = /!\[([^\]]*)\]\(data:image\/svg\+xml;base64,([^)]*)\)/.exec(text)!;
    const svg = Buffer.from(data!, 'base64').toString('utf8');
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    for (const part of ['class="history"', 'class="forecast"', 'class="band"', '80% interval']) {
      expect(svg).toContain(part);
    }
    expect(svg).not.toMatch(/<script|onload|href=/);
    expect(alternative).toMatch(
      /^Chart of requests\/s of the last day with its forecast: 151 requests\/s now/,
    );
    // VS Code cuts a hover off at 100,000 characters.
    expect(text.length).toBeLessThan(50_000);
  });

  it('say the same at the Deployment, at its HPA and at nothing else', () => {
    expect(at(chatHpa, 'kind: Horizontal')).toBe(at(chat, 'kind: Deployment'));
    expect(at(chat, 'serves the largest') ?? at(chat, 'terminationGracePeriodSeconds')).toBeUndefined();
  });

  it("show a container's own table inside its resources", () => {
    const text = at(chat, 'cpu: "3"')!;
    expect(text).toContain('container vllm');
    expect(text).toContain('| memory | 12 GiB |');
  });

  it('show at a GPU limit how busy the devices are, with a chart of that', () => {
    const text = at(chat, 'nvidia.com/gpu: 1')!;
    const gpu = chatReport().metrics.find(({ name }) => name === 'gpu')!;
    expect(gpu.current).toBeGreaterThan(0);
    expect(text).toContain(`| nvidia.com/gpu | 1 | ${Math.round(100 * gpu.current!)} % |`);
    expect(text).toMatch(/!\[Chart of gpu of the last day: \d+ % now/);
    expect(text).toContain('*GPU: ');
    // A GPU of which nothing is measured says so.
    const without = new Map([
      [
        'apps/Deployment/prod/llm-chat',
        { ...chatReport(), metrics: chatReport().metrics.filter((each) => each !== gpu) },
      ],
    ]);
    expect(at(chat, 'nvidia.com/gpu: 1', contextOf(manifests, without))).toContain(
      'an exporter such as DCGM',
    );
  });

  it("show a container's table in the policy of a VPA that bounds it", () => {
    const path = 'k8s/gateway/autoscaling.yaml';
    const text = manifests.get(path)!.replace('containerName: "*"', 'containerName: envoy');
    expect(text).not.toBe(manifests.get(path));
    const bounded = contextOf(new Map(manifests).set(path, text), reports);
    const shown = hover(file(path, bounded), text.indexOf('maxAllowed'), bounded)?.contents.value;
    expect(shown).toContain('container envoy');
    expect(shown).toMatch(/\| cpu \| [\d.]+ cores? \|/);
  });

  it('tell the basis and age of every kind of figure', () => {
    const text = at(chat, 'kind: Deployment')!;
    for (const part of ['Metrics: ', 'Forecast: ', 'Sizing: ', 'Cost: ']) expect(text).toContain(`*${part}`);
    const later = { ...context, nowMs: context.nowMs + 26 * 3_600_000 };
    expect(at(chat, 'kind: Deployment', later)).toMatch(/figures 1 d 2 h old/);
  });

  it('show names from outside as text: nothing in them is markup', () => {
    const report = chatReport();
    const hostile = '<img src=x onerror=alert(1)>`|![a](b)';
    const named = { ...report, workload: { ...report.workload, name: hostile } };
    const text = at(
      chat,
      'kind: Deployment',
      contextOf(manifests, new Map([['apps/Deployment/prod/llm-chat', named]])),
    )!;
    expect(text).not.toContain('<img');
    expect(text).not.toContain('![a]');
    expect(text.match(/!\[/g)).toHaveLength(1);
  });
});
