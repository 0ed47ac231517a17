import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The file with the licences of Node and of what it is built from, for packages that carry Node itself: where Node's own archives and where Debian's packages
 * keep it. Undefined where this Node came without it.
 */
export function nodeLicence() {
  const prefix = join(dirname(realpathSync(process.execPath)), '..');
  const places = [
    join(prefix, 'LICENSE'),
    join(prefix, 'share/doc/nodejs/LICENSE'),
    '/usr/share/doc/nodejs/LICENSE',
  ];
  return places.find(existsSync);
}
