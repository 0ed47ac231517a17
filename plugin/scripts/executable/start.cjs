// What the self-contained executable runs: lays the program that it carries into the user's cache, once for each build, and starts it from there.
// Commands, worker threads and the solver's WebAssembly are files that Node loads when they are needed.
'use strict';

const { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { homedir, tmpdir } = require('node:os');
const { basename, dirname, join } = require('node:path');
const { getAsset } = require('node:sea');

const { build, files } = JSON.parse(getAsset('files.json', 'utf8'));

function start() {
  const folder = programFolder();
  // A file of its own: what is embedded cannot import other files.
  createRequire(join(folder, 'start'))('./run.cjs').run(calledAs());
}

/** By the name of the link, which npm, krew and people give. */
function calledAs() {
  const name = basename(process.argv0).replace(/\.exe$/i, '');
  return name === 'kubectl_complete-autoscaler' || name === 'kubectl-autoscale' ? name : 'kubectl autoscaler';
}

/** The folder of this build; made if it is not there. Where the cache cannot be written, a private one that goes with the process. */
function programFolder() {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = join(cache, 'kubectl-autoscale', 'program', build);
  if (existsSync(join(folder, 'run.cjs'))) return folder;
  try {
    mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
    const draft = mkdtempSync(`${folder}-`);
    unpack(draft);
    return settle(draft, folder);
  } catch {
    const own = mkdtempSync(join(tmpdir(), 'kubectl-autoscale-'));
    process.once('exit', () => rmSync(own, { recursive: true, force: true }));
    unpack(own);
    return own;
  }
}

/** All at once, so that nobody runs half a program. Another process may have been first. */
function settle(draft, folder) {
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(join(folder, 'run.cjs'))) throw error;
  }
  return folder;
}

function unpack(folder) {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, file), Buffer.from(getAsset(file)), { mode: 0o600 });
  }
}

start();
