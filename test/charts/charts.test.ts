import { describe, expect, it } from 'vitest';

import type { Chart } from '#core/charts/index.ts';
import { asciiChart, sparkline, svgChart, unicodeChart } from '#core/charts/index.ts';
import { timeTicks } from '#core/charts/time-axis.ts';
import { valueAxis } from '#core/charts/value-axis.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 5, 1, 10);

const chart: Chart = {
  title: 'requests of <web> & "api"',
  unit: 'req/s',
  history: {
    timestampsMs: Array.from({ length: 60 }, (_, i) => START + i * MINUTE),
    values: Array.from({ length: 60 }, (_, i) => (i >= 20 && i < 30 ? Number.NaN : i < 20 ? 100 : 300)),
  },
  forecast: Array.from({ length: 20 }, (_, i) => ({
    timestampMs: START + (60 + i) * MINUTE,
    value: 300,
    lower: 200,
    upper: 400,
  })),
  coverage: 0.8,
  nowMs: START + 59 * MINUTE,
};
const size = { width: 80, height: 10, timeZone: 'UTC' };

describe('terminal charts', () => {
  it.each([
    ['unicode', unicodeChart],
    ['ascii', asciiChart],
  ])('%s keeps to its width, labels its axes, and shows now and the interval', (_, draw) => {
    const lines = draw(chart, size).split('\n');
    expect(lines).toHaveLength(10 + 4);
    for (const line of lines.slice(1)) expect(line.length).toBeLessThanOrEqual(80);
    expect(lines[1]).toMatch(/^400 req\/s/);
    expect(lines[10]).toMatch(/^ *0 req\/s/);
    expect(lines[12]).toMatch(/10:00.*10:30.*now/);
    expect(lines[13]).toMatch(/history.*forecast.*80% interval.*now/);
  });

  it('draws ASCII in ASCII only', () => {
    expect(asciiChart({ ...chart, title: 'requests' }, size)).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it('puts history, gap, now, forecast and band where they belong', () => {
    const rows = asciiChart(chart, size).split('\n').slice(1, 11);
    const at = (row: number, minute: number): string =>
      rows[row]!.padEnd(80)[Math.round((minute / 79) * 68) + 11]!;
    // 400 is row 0 and 0 is row 9: 300 lies in row 2, 200 in row 4 or 5.
    expect(at(2, 40)).toBe('*');
    expect(at(2, 70)).toBe('o');
    expect(at(0, 70)).toBe(':');
    expect(at(4, 70)).toBe(':');
    expect(at(6, 70)).toBe(' ');
    expect(rows.map((row) => row[Math.round((25 / 79) * 68) + 11] ?? ' ').join('')).toMatch(/^ *$/);
    expect(at(8, 59)).toBe('|');
  });

  it('labels times in the zone that it is told', () => {
    expect(unicodeChart(chart, { ...size, timeZone: 'Asia/Kolkata' })).toContain('15:30');
    expect(() => unicodeChart(chart, { ...size, timeZone: 'Mars/Olympus' })).toThrow(RangeError);
  });

  it('says when there is nothing to draw, and draws one point and a constant', () => {
    expect(asciiChart({ title: 'cpu', unit: 'cores', history: { timestampsMs: [], values: [] } }, size)).toBe(
      'cpu\n(no samples)',
    );
    const one = { title: 'cpu', unit: 'cores', history: { timestampsMs: [START], values: [0.25] } };
    expect(asciiChart(one, size)).toContain('*');
    const flat = { ...one, history: { timestampsMs: [START, START + MINUTE], values: [0, 0] } };
    expect(asciiChart(flat, size)).toContain('**');
  });
});

describe('a strip of counts under a chart', () => {
  const counts = {
    ...chart,
    title: 'requests',
    strip: {
      label: 'replicas',
      // The first lies before all that the chart shows.
      history: { timestampsMs: [START - 60 * MINUTE, START, START + 59 * MINUTE], values: [90, 2, 2] },
      forecast: [
        { timestampMs: START + 60 * MINUTE, value: 2, lower: 2, upper: 2 },
        { timestampMs: START + 79 * MINUTE, value: 4, lower: 2, upper: 6 },
      ],
    },
  };

  it.each([
    ['unicode', unicodeChart, /^ ?replicas ├─+$/, /^ *6 │.*┊.*░$/],
    ['ascii', asciiChart, /^ ?replicas \+-+$/, /^ *6 \|.*\|.*:$/],
  ])('%s has its own axis at the same times', (_, draw, head, highest) => {
    const lines = draw(counts, size).split('\n');
    expect(lines).toHaveLength(10 + 4 + 4);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(lines[11]).toMatch(head);
    expect(lines[12]).toMatch(highest);
    expect(lines[14]).toMatch(/^ *0 /);
    expect(lines[16]).toMatch(/10:00.*10:30.*now/);
  });

  it('puts history, plan and range where they belong', () => {
    const rows = asciiChart(counts, size).split('\n').slice(12, 15);
    // 6 is row 0, 0 is row 2.
    expect(rows.map((row) => row.slice(11, 30)).join('\n')).toMatch(/^\s*\*+\s*$/);
    expect(rows[1]).toMatch(/\*+\|?o+:*o*$/);
  });

  it('is drawn and told in SVG', () => {
    const options = { width: 600, height: 240, timeZone: 'UTC', id: 'c' };
    const svg = svgChart(counts, options);
    expect(svg.match(/class="history"/g)).toHaveLength(3);
    expect(svg.match(/class="band"/g)).toHaveLength(3);
    expect(svg).toContain('>replicas</text>');
    expect(svg).toContain('Newest replicas: 2. Replicas at 1 Jun 2026, 11:19 UTC: 4 (2 to 6).');
    expect(svg).not.toMatch(/NaN|Infinity/);
    const empty = { ...counts, strip: { label: 'replicas', history: { timestampsMs: [], values: [] } } };
    expect(svgChart(empty, options)).toBe(svgChart({ ...chart, title: 'requests' }, options));
  });
});

describe('svgChart', () => {
  const svg = svgChart(chart, { width: 600, height: 240, timeZone: 'UTC', id: 'c1' });

  it('draws a second line beside the first, named in legend and description, on an axis that holds both', () => {
    const both = svgChart(
      {
        ...chart,
        unit: '',
        forecast: [],
        history: { ...chart.history, label: 'as it is' },
        compared: { label: 'otherwise', timestampsMs: [START, START + 59 * MINUTE], values: [0, 900] },
      },
      { width: 600, height: 240, timeZone: 'UTC', id: 'c2' },
    );
    expect(both).toContain('>as it is</text>');
    expect(both).toContain('>otherwise</text>');
    expect(both).toContain('Newest value of otherwise: 900.');
    expect(both).toContain('>1000</text>');
    expect(both).not.toContain('>history</text>');
  });

  it('leaves its style to a sheet of the page where that is wanted', () => {
    const options = { width: 600, height: 240, timeZone: 'UTC', id: 'c3' };
    expect(svgChart(chart, { ...options, palette: 'sheet' })).not.toContain('<style');
    expect(svgChart(chart, options)).toContain('<style');
  });

  it('escapes every text', () => {
    expect(svg).toContain('requests of &lt;web&gt; &amp; &quot;api&quot;');
    expect(svg).not.toContain('<web>');
    const nasty = svgChart(
      { ...chart, title: '</title><script>alert(1)</script>', unit: '"><img>' },
      {
        width: 100,
        height: 80,
        timeZone: 'UTC',
        id: '"x',
      },
    );
    expect(nasty).not.toMatch(/<script|<img|id=""x/);
  });

  it('keeps its legend above what is drawn, and the whole of a title that is cut short in its own element', () => {
    const long = svgChart(
      { ...chart, title: `requests of ${'a very '.repeat(9)}long name` },
      { width: 480, height: 132, timeZone: 'UTC', id: 'l' },
    );
    expect(long).toContain('long name</title>');
    expect(long).toMatch(/<text class="title"[^>]*>requests of [a-z ]*…</);
    const places = [...long.matchAll(/ y="([\d.]+)"[^>]*>(history|forecast|80% interval)</g)];
    expect(places.map(([, , label]) => label)).toEqual(['history', 'forecast', '80% interval']);
    const top = Math.min(...[...long.matchAll(/class="grid"[^>]* y1="([\d.]+)"/g)].map(([, y]) => Number(y)));
    for (const [, y] of places) expect(Number(y)).toBeLessThan(top);
  });

  it('is well formed: every element is closed', () => {
    const open: string[] = [];
    for (const [, close, name, empty] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
      if (close === '/') expect(open.pop()).toBe(name);
      else if (empty !== '/') open.push(name!);
    }
    expect(open).toEqual([]);
  });

  it('describes itself, interrupts the line at the gap, and marks now and the band', () => {
    expect(svg).toMatch(/<desc id="c1-desc">From 1 Jun 2026, 10:00 UTC.*between 100 req\/s and 400 req\/s/);
    expect(svg).toMatch(/Forecast for .*: 300 req\/s \(200 req\/s to 400 req\/s\)/);
    const line = /class="history" d="(M[^"]*)"/.exec(svg)![1]!;
    expect(line.match(/M/g)).toHaveLength(2);
    expect(svg).toContain('class="band"');
    expect(svg).toContain('>now<');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('says when there is nothing to draw', () => {
    const empty = { title: 't', unit: '', history: { timestampsMs: [START], values: [Number.NaN] } };
    expect(svgChart(empty, { width: 100, height: 50, timeZone: 'UTC', id: 'e' })).toContain('no samples');
  });
});

describe('sparkline', () => {
  it('goes from the lowest to the highest and leaves gaps blank', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], { width: 8 })).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline([1, Number.NaN, 2], { width: 10 })).toBe('▁ █');
    expect(sparkline([5, 5], { width: 2 })).toBe('▄▄');
    expect(sparkline([90, 100], { width: 2, floor: 0 })).toBe('██');
    expect(sparkline([0, 7], { width: 2, ascii: true })).toBe('_#');
    expect(sparkline([], { width: 5 })).toBe('');
  });

  it('averages when there are more values than room', () => {
    expect(sparkline([0, 0, 10, 10], { width: 2 })).toBe('▁█');
  });
});

describe('axes', () => {
  it('labels values with their unit at round distances', () => {
    expect(valueAxis(0, 0.9, 'cores', 4).ticks.map(({ label }) => label)).toEqual([
      '0.0 cores',
      '0.5 cores',
      '1.0 cores',
    ]);
    expect(valueAxis(0, 3 * 2 ** 30, 'bytes', 4).ticks.map(({ label }) => label)).toEqual([
      '0 B',
      '1 GiB',
      '2 GiB',
      '3 GiB',
    ]);
    expect(valueAxis(95, 99, '%', 5).ticks.map(({ label }) => label)).toEqual([
      '95%',
      '96%',
      '97%',
      '98%',
      '99%',
    ]);
    expect(valueAxis(0, 50_000, 'req/s', 3).ticks.map(({ label }) => label)).toEqual([
      '0 req/s',
      '25k req/s',
      '50k req/s',
    ]);
  });

  it('keeps to local hours when clocks change', () => {
    // Berlin leaves summer time on 25 October 2026 at 01:00 UTC.
    const start = Date.UTC(2026, 9, 24, 22);
    const labels = timeTicks(start, start + 13 * 3_600_000, 6, 'Europe/Berlin').map(({ label }) => label);
    expect(labels).toEqual(['00:00', '03:00', '06:00', '09:00', '12:00']);
  });
});

describe('labels of times', () => {
  it('stay inside of the picture where the last one stands at its edge', () => {
    const until = { timestampsMs: [START, START + 120 * MINUTE], values: [1, 2] };
    const width = 400;
    const svg = svgChart(
      { title: 't', unit: '', history: until },
      { width, height: 150, timeZone: 'UTC', id: 'edge' },
    );
    const middles = [...svg.matchAll(/<text x="([\d.]+)"[^>]*>\d\d:\d\d</g)].map(([, x]) => Number(x));
    expect(middles.length).toBeGreaterThan(2);
    expect(svg).toContain('>12:00<');
    // Half of five characters of at most 6.6 pixels.
    expect(Math.max(...middles)).toBeLessThanOrEqual(width - 16.5);
  });
});
