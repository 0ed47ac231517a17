import { svgText } from '@kubectl-autoscale/core/charts';

/** Text that means itself in HTML, in an attribute too. */
export const text = svgText;

/** Colours of light and dark, tables, bars and folds: what every page of ours looks like. */
const STYLE = `
:root{color-scheme:light dark;--track:6rem;--chart-history:light-dark(#3569c4,#8ab4f8);--chart-forecast:light-dark(#c2410c,#fb923c);--line:light-dark(#ddd,#333);--bad:light-dark(#b00020,#ff8a80)}
body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:70rem;padding:1rem;background:light-dark(#fff,#181818);color:light-dark(#1f1f1f,#ddd)}
h1{font-size:1.4rem;margin:.2em 0}h2{font-size:1.1rem;margin:1.6em 0 .4em}
.answer{font-size:1.15rem;padding:.6rem .8rem;border-left:4px solid var(--chart-history);background:light-dark(#f3f6fc,#22262e)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.35rem .6rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child{text-align:left;white-space:normal;min-width:9rem}th.words,td.words{text-align:left}tr.best td{font-weight:600}
.bar{display:inline-block;height:.7em;background:var(--chart-history);vertical-align:baseline;border-radius:2px}
.track{display:inline-block;width:var(--track);text-align:left}
.no{color:var(--bad)}details{border:1px solid var(--line);border-radius:6px;margin:.5rem 0;padding:.2rem .8rem}
summary{cursor:pointer;padding:.4rem 0}:focus-visible{outline:2px solid var(--chart-forecast)}
svg.chart{width:100%;height:auto;max-width:66rem}ul{padding-left:1.2rem}.dim{opacity:.75}
@media(max-width:72rem){:root{--track:2.5rem}th{white-space:normal}th,td{padding:.35rem .4rem}}
@media(max-width:40rem){.bars{display:none}th,td{padding:.3rem .4rem}th:first-child,td:first-child{min-width:7rem}}`;

/**
 * A page that needs nothing but itself: no script, no network (its content security policy forbids both), light or dark as the reader has it.
 * `body` is markup, `title` text; `style` is laid over the common one.
 */
export function htmlPage(title: string, body: string, style = ''): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(title)}</title><style>${STYLE}${style}</style></head><body><main>
${body}
</main></body></html>
`;
}

/** One row; cells are markup. `kind` is a class. */
export interface HtmlRow {
  readonly cells: readonly string[];
  readonly kind?: string;
}

/**
 * A table that scrolls sideways by itself, by keyboard too. `label` and `heads` are text. Figures stand right; the first column and those of
 * `words`, by their heads, stand left. A column without a head holds bars, which a narrow screen has no room for.
 */
export function htmlTable(
  label: string,
  heads: readonly string[],
  rows: readonly HtmlRow[],
  words: readonly string[] = [],
): string {
  const place = (column: number): string => {
    const head = heads[column] ?? '';
    return head === '' ? ' class="bars"' : words.includes(head) ? ' class="words"' : '';
  };
  const head = heads.map((each, column) => `<th scope="col"${place(column)}>${text(each)}</th>`).join('');
  const body = rows.map(
    ({ cells, kind }) =>
      `<tr${kind === undefined ? '' : ` class="${text(kind)}"`}>${cells.map((cell, column) => `<td${place(column)}>${cell}</td>`).join('')}</tr>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="${text(label)}"><table>
<thead><tr>${head}</tr></thead>
<tbody>${body.join('\n')}</tbody></table></div>`;
}

/** A bar of so much of `most`, as wide as the track at its widest. */
export function htmlBar(value: number, most: number): string {
  const share = most > 0 ? Math.min(Math.max(value / most, 0), 1) : 0;
  return `<span class="bar" style="width:${ofTrack(share)}"></span>`;
}

/** A stretch of a track, which is shorter on a narrow page: `from` and `to` are 0–1. */
export function htmlTrack(from: number, to: number): string {
  const [low, high] = [Math.min(from, to), Math.max(from, to)].map((each) => Math.min(Math.max(each, 0), 1));
  const left = ofTrack(low ?? 0);
  const width = ofTrack((high ?? 0) - (low ?? 0));
  return `<span class="track"><span class="bar" style="margin-left:${left};width:${width}"></span></span>`;
}

function ofTrack(share: number): string {
  return `calc(var(--track)*${share.toFixed(3)})`;
}

/** A list of sentences; nothing where there are none. */
export function htmlList(sentences: readonly string[]): string {
  return sentences.length === 0
    ? ''
    : `<ul>${sentences.map((each) => `<li>${text(each)}</li>`).join('')}</ul>`;
}
