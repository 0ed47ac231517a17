// `prepare`: builds the plugin where npm installs this repository as a package, as pre-commit does. After an ordinary
// `npm ci` or `npm install` in a checkout it does nothing. Imports nothing that has to be installed first.
//
// npm runs it in a clone of its own, and with -g it installs no dependencies there first: npm_config_global reaches the
// inner install (npm/cli#8440). So the dependencies are installed here: those of core and plugin alone.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const hasDependencies = existsSync(join(root, 'node_modules/esbuild/package.json'));
const isPackaged = process.env.npm_config_global === 'true' || process.env.npm_command === 'pack';

if (isPackaged || !hasDependencies) {
  if (!hasDependencies) {
    const workspaces = ['--workspace', 'core', '--workspace', 'plugin', '--include-workspace-root=false'];
    npm(['ci', ...workspaces, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  run(process.execPath, [join(root, 'plugin/scripts/build.mjs')], process.env);
}

function npm(args) {
  // What the outer npm was told is not meant for this one.
  const told =
    /^npm_config_(global|location|prefix|local_prefix|install_links|allow_git|force|omit|include|only|dev|prod|production|save|ignore_prepublish|workspaces?)$/i;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !told.test(name)));
  const program = process.env.npm_execpath;
  if (program === undefined) run('npm', [...args, '--global=false'], env);
  else run(process.execPath, [program, ...args, '--global=false'], env);
}

/** Everything that is printed goes to standard error: old pre-commits read the archive's name from standard output. */
function run(program, args, env) {
  const { status, error } = spawnSync(program, args, { cwd: root, env, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  console.error(`prepare: ${program} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
  process.exit(status ?? 1);
}
