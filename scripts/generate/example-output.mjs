import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the plugin prints for these words, run in a folder. Needs `npm run build`. */
function printed(root, folder, args) {
  if (!existsSync(`${root}plugin/dist/entry/main.js`)) throw new Error('npm run build comes first');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [`${root}plugin/bin/kubectl-autoscale.js`, ...args],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, TZ: 'UTC', LANG: 'C.UTF-8', NO_COLOR: '1', COLUMNS: '120' },
    },
  );
  return `${stdout}${stderr}`
    .trimEnd()
    .replaceAll(/ · \d+\.\d+ s$/gm, '')
    .split('\n');
}

/** What a command prints on the example platform, as a code block with the command itself on top. */
export function exampleOutput(root, args, { tail } = {}) {
  const lines = printed(root, root, args);
  const shown = tail === undefined ? lines : ['…', ...lines.slice(-tail)];
  return ['```text', `$ kubectl-autoscale ${args.join(' ')}`, ...shown, '```'].join('\n');
}

const PLACE =
  /<!-- output of: (?<words>.+?)(?:; (?<which>first|last|all but the first) (?<count>\d+) lines)? -->[^]*?<!-- end of output -->/g;

/**
 * Fills a page's places `<!-- output of: WORDS; first N lines --> … <!-- end of output -->` with what the plugin prints
 * for these words. The commands of a page run one after the other in one copy of the examples, so a page may change
 * files and show what comes of it.
 */
export function withOutputs(root, page) {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  try {
    cpSync(`${root}examples`, join(folder, 'examples'), { recursive: true });
    // As in a clone, where rules look things up in the whole repository.
    execFileSync('git', ['init', '--quiet', folder]);
    return page.replaceAll(PLACE, (place, words, which, count) => {
      const [start] = place.split(' -->');
      const lines = chosen(printed(root, folder, words.split(' ')), which, Number(count));
      return [`${start} -->`, '', '```text', ...lines, '```', '', '<!-- end of output -->'].join('\n');
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function chosen(lines, which, count) {
  if (which === undefined || lines.length <= count) return lines;
  if (which === 'first') return [...lines.slice(0, count), '…'];
  return ['…', ...lines.slice(which === 'last' ? -count : count)];
}
