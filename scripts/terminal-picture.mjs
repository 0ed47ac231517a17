// Draws what a command of the plugin prints in a terminal as an SVG, for the README:
//   npm run build && node scripts/terminal-picture.mjs docs/pictures/analyze.svg analyze deploy/llm-chat …
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const [target, ...args] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));
const { stdout } = spawnSync(process.execPath, [`${root}plugin/bin/kubectl-autoscaler.js`, ...args], {
  cwd: root,
  encoding: 'utf8',
  env: { ...process.env, FORCE_COLOR: '1', TZ: 'UTC', LANG: 'C.UTF-8' },
});

const ATTRIBUTE = new RegExp(`(${String.fromCharCode(27)}\\[[0-9;]*m)`);
const SIZE = { font: 14, line: 18, character: 8.43, margin: 16 };
const COLOURS = { 31: '#ff7b72', 33: '#e3b341', 32: '#7ee787', 34: '#79c0ff', 36: '#76e3ea' };
const lines = [`$ kubectl autoscaler ${args.join(' ')}`, '', ...stdout.trimEnd().split('\n')];
const columns = Math.max(...lines.map((line) => Array.from(stripVTControlCharacters(line)).length));
const width = Math.ceil(columns * SIZE.character + 2 * SIZE.margin);
const height = lines.length * SIZE.line + 2 * SIZE.margin;

const rows = lines.map((line, row) => {
  const y = SIZE.margin + row * SIZE.line + SIZE.font;
  return `<text xml:space="preserve" y="${y}">${spans(line)}</text>`;
});
writeFileSync(
  target,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escape(lines[0])}</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g fill="#e6edf3" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="${SIZE.font}">
${rows.join('\n')}
</g>
</svg>
`,
);

/** Each run of characters at its own column, so that glyphs of another font cannot shift what follows. */
function spans(line) {
  let [bold, dim, colour, column] = [false, false, undefined, 0];
  let out = '';
  for (const part of line.split(ATTRIBUTE)) {
    const code = ATTRIBUTE.exec(part)?.[1]?.slice(2, -1);
    if (code === undefined) {
      for (const word of part.split(/(?<=\s)(?=\S)/)) {
        if (word.trim() !== '') {
          const attributes = [
            bold ? ' font-weight="bold"' : '',
            dim ? ' opacity="0.6"' : '',
            colour === undefined ? '' : ` fill="${colour}"`,
          ].join('');
          out += `<tspan x="${(SIZE.margin + column * SIZE.character).toFixed(1)}"${attributes}>${escape(word)}</tspan>`;
        }
        column += [...word].length;
      }
      continue;
    }
    for (const number of code.split(';').map(Number)) {
      if (number === 0) [bold, dim, colour] = [false, false, undefined];
      else if (number === 1) bold = true;
      else if (number === 2) dim = true;
      else if (number === 22) [bold, dim] = [false, false];
      else if (number === 39) colour = undefined;
      else colour = COLOURS[number] ?? colour;
    }
  }
  return out;
}

function escape(text) {
  return text.replace(
    /[&<>"]/g,
    (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character],
  );
}
