import { svgElement, svgText } from '../../charts/svg-markup.ts';

/** Text that means itself in HTML, in an attribute too. */
export const text = svgText;

/** An HTML element with its end tag; attribute values are escaped, `children` are markup already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly string[]
): string {
  return svgElement(name, inFull(attributes), '', ...children);
}

/** An element without content: `input`. */
export function emptyElement(name: string, attributes: Readonly<Record<string, string | number>>): string {
  return svgElement(name, inFull(attributes));
}

/** SVG rounds its numbers; a setting's are kept. */
function inFull(attributes: Readonly<Record<string, string | number>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, String(value)]));
}

/** A table with a caption, whose first column names the rows. Cells are markup. */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const head = heads.map((each) => element('th', { scope: 'col' }, text(each))).join('');
  const body = rows.map(([name = '', ...cells]) =>
    element('tr', {}, element('th', { scope: 'row' }, name), ...cells.map((cell) => element('td', {}, cell))),
  );
  return element(
    'table',
    {},
    element('caption', {}, text(caption)),
    element('thead', {}, element('tr', {}, head)),
    element('tbody', {}, ...body),
  );
}
