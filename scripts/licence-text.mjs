import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The licence of the package in a folder: its file, else the section of its README, else, for MIT, the standard text with the author that its
 * package.json names. Throws where there is none of these: what is bundled must not go out without its licence.
 */
export function licenceText(folder, { name, license, author }) {
  const entries = readdirSync(folder);
  const file = entries.find((entry) => /^(un)?licen[cs]e|^copying/i.test(entry));
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8').trim();
  const readme = entries.find((entry) => /^readme/i.test(entry));
  const section =
    readme === undefined ? undefined : licenceSection(readFileSync(join(folder, readme), 'utf8'));
  if (section !== undefined) return section;
  const holder = typeof author === 'object' ? author.name : author;
  if (license === 'MIT' && holder !== undefined) return MIT.replace('HOLDER', holder);
  throw new Error(`${name} in ${folder} has no text of its licence`);
}

/** From a heading `License` to the next heading; undefined where it only names a licence. */
function licenceSection(readme) {
  const section = /^(?:#+ *licen[cs]e *#*|licen[cs]e\n-+)\n+([^]*?)(?=^#|(?![^]))/im.exec(readme)?.[1].trim();
  return section?.includes('WITHOUT WARRANTY') ? section : undefined;
}

const MIT = `The MIT License (MIT)

Copyright (c) HOLDER

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of
the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS
FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER
IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
