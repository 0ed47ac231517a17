// Could each property test fail? Puts one wrong implementation after the other into a copy of the rules and runs the property that must find it.
//
//   npm run mutation:properties -- [hpa] [vpa] [scaling]
//
// Ends with 1 where a property holds against its wrong implementation, or fails without one.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { propertyFaults as allFaults } from './property-faults.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'property-faults-'));
const asked = process.argv.slice(2);
const propertyFaults = allFaults.filter(({ test }) => asked.length === 0 || asked.includes(test));
const rooms = [...new Set(propertyFaults.map(({ test }) => test))];

try {
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  mkdirSync(join(copy, 'core'));
  cpSync(join(root, 'core/src'), join(copy, 'core/src'), { recursive: true });
  for (const room of ['properties', 'hpa']) {
    cpSync(join(root, 'test', room), join(copy, 'test', room), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(
    join(copy, 'vitest.config.mjs'),
    "export default { test: { include: ['test/**/*.test.ts'] } };\n",
  );
  process.exitCode = tryAll() ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function tryAll() {
  const broken = rooms.filter((room) => !holds(room, ''));
  for (const room of broken) console.log(`FAILED  the properties of ${room} do not hold as they are`);
  const survivors = propertyFaults.filter((fault) => !isFound(fault));
  console.log(
    `\n${propertyFaults.length - survivors.length} of ${propertyFaults.length} wrong implementations found`,
  );
  return broken.length === 0 && survivors.length === 0;
}

function isFound({ what, file, right, wrong, also, test, property }) {
  const path = join(copy, 'core/src', file);
  const before = readFileSync(path, 'utf8');
  const changes = [{ right, wrong }, ...(also === undefined ? [] : [also])];
  const after = changes.reduce((text, change) => changed(text, change, file), before);
  writeFileSync(path, after);
  const found = !holds(test, property);
  writeFileSync(path, before);
  console.log(`${found ? 'found ' : 'MISSED'}  ${file}: ${what} · ${property}`);
  return found;
}

function changed(text, { right, wrong }, file) {
  if (text.split(right).length !== 2) throw new Error(`${file} does not hold once: ${right}`);
  return text.replace(right, () => wrong);
}

/** Whether the properties of a room whose names hold the given words pass; none that does is an error. */
function holds(room, words) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const named = words === '' ? [] : ['--testNamePattern', words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')];
  const run = spawnSync(
    process.execPath,
    [vitest, 'run', '--root', copy, '--reporter=json', ...named, `test/properties/${room}.test.ts`],
    { encoding: 'utf8', cwd: copy },
  );
  const start = run.stdout.indexOf('{"numTotalTestSuites"');
  if (start < 0) throw new Error(`vitest said nothing of ${room}: ${run.stderr.slice(-2000)}`);
  const { numPassedTests, numFailedTests } = JSON.parse(run.stdout.slice(start));
  if (numPassedTests + numFailedTests === 0) throw new Error(`no property of ${room} is called "${words}"`);
  return numFailedTests === 0;
}
