import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Of the repository; a bundle of this file has another place, and says where the repository is. */
const root = process.env.KUBECTL_AUTOSCALE_REPOSITORY ?? fileURLToPath(new URL('../../', import.meta.url));

/** The texts of a folder's files (no folder of it), those of up to `longest` characters. */
export function textsOf(folder: string, longest: number): readonly string[] {
  return readdirSync(`${root}/${folder}`)
    .map((name) => `${root}/${folder}/${name}`)
    .filter((path) => statSync(path).isFile())
    .sort()
    .map((path) => readFileSync(path, 'utf8'))
    .filter((text) => text.length <= longest);
}
