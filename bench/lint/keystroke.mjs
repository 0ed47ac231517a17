/**
 * What one keystroke costs an editor: the file is parsed again, the index takes it, the file is linted again. CPU time includes
 * that of the collector's threads, and stays what it is where other programs run beside.
 *
 *   npx tsc -b core && node bench/lint/keystroke.mjs [--files 5000] [--keystrokes 500] [--seed 1]
 */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { createLinter } from '../../core/dist/lint/index.js';
import { createWorkspaceIndex, parseSourceFile } from '../../core/dist/manifest/index.js';
import { seededRandom } from '../../core/dist/stats/index.js';
import { applicationFiles } from './manifests.mjs';

const { values: options } = parseArgs({
  options: {
    files: { type: 'string', default: '5000' },
    keystrokes: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
  },
});
const files = Number(options.files);
const seed = Number(options.seed);
const lines = 2000;

const others = [];
let many = '';
for (const { path, text } of applicationFiles({ files: files + 20, seed })) {
  if (others.length < files - 1) others.push(parseSourceFile(path, text));
  else if (many.split('\n').length < lines) many += `${many === '' ? '' : '---\n'}${text}`;
}

console.log(
  `index of ${files} files; ${options.keystrokes} keystrokes in a file of ${lines} lines; milliseconds`,
);
console.log('| file | documents | p50 | p99 | largest | CPU p50 | CPU p99 |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
printRow('many documents', many);
printRow('one document', oneDocument());

/** One Deployment with as many settings as make 2,000 lines. */
function oneDocument() {
  const [{ text }] = applicationFiles({ files: 1, seed });
  const [deployment] = text.split('---\n');
  const setting = (index) => `            - name: EXTRA_${index}\n              value: "${index}"\n`;
  const missing = lines - deployment.split('\n').length;
  const settings = Array.from({ length: Math.ceil(missing / 2) }, (_, index) => setting(index)).join('');
  return deployment.replace('          env:\n', `          env:\n${settings}`);
}

function printRow(title, start) {
  const random = seededRandom(seed);
  const linter = createLinter();
  const path = 'edited/all.yaml';
  let text = start;
  let file = parseSourceFile(path, text);
  let index = createWorkspaceIndex([...others, file]);
  linter.lint(index, { reportOn: [path] });
  const wall = [];
  const cpu = [];
  for (let stroke = 0; stroke < Number(options.keystrokes); stroke += 1) {
    text = typed(text, random, stroke);
    const begin = performance.now();
    const before = process.cpuUsage();
    file = parseSourceFile(path, text, file);
    index = index.with(file);
    linter.lint(index, { reportOn: [path] });
    const { user, system } = process.cpuUsage(before);
    wall.push(performance.now() - begin);
    cpu.push((user + system) / 1000);
  }
  const shown = [at(wall, 0.5), at(wall, 0.99), at(wall, 1), at(cpu, 0.5), at(cpu, 0.99)];
  console.log(`| ${title} | ${file.documents.length} | ${shown.join(' | ')} |`);
}

/** The value below which this share of the values lie. */
function at(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(2);
}

/** A letter at the end of some line's text, and every second time taken away again; a comment breaks nothing. */
function typed(text, random, stroke) {
  if (stroke % 2 === 1) return text.replace(' #x', '');
  const ends = [...text.matchAll(/[a-z0-9"]\n/g)];
  const { index } = ends[Math.floor(random.next() * ends.length)];
  return `${text.slice(0, index + 1)} #x${text.slice(index + 1)}`;
}
