import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What a command prints on the example platform, as a code block with the command itself on top. Needs `npm run build`. */
export function exampleOutput(root, args, { tail } = {}) {
  if (!existsSync(`${root}plugin/dist/entry/main.js`)) throw new Error('npm run build comes first');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [`${root}plugin/bin/kubectl-autoscale.js`, ...args],
    {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, TZ: 'UTC', LANG: 'C.UTF-8', NO_COLOR: '1' },
    },
  );
  const printed = `${stdout}${stderr}`.trimEnd().replace(/ · \d+\.\d+ s$/, '');
  const lines = printed.split('\n');
  const shown = tail === undefined ? lines : ['…', ...lines.slice(-tail)];
  return ['```text', `$ kubectl-autoscale ${args.join(' ')}`, ...shown, '```'].join('\n');
}
