/** One line of a table, its fields by their heads. */
export interface CsvRow {
  readonly line: number;
  readonly fields: ReadonlyMap<string, string>;
}

export interface CsvTable {
  readonly heads: readonly string[];
  readonly rows: readonly CsvRow[];
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

/**
 * Comma-separated values as RFC 4180 writes them: quotes around a field, doubled within; a field may go on over several lines. The first
 * line has the heads. Empty lines and those that begin with `#` are left out.
 */
export function parseCsv(text: string): CsvTable {
  const [first, ...others] = records(text.replace(/^\uFEFF/, ''));
  const heads = first?.fields.map((head) => head.trim()) ?? [];
  const problems: { line: number; message: string }[] = [];
  const rows = others.flatMap(({ line, fields }): CsvRow[] => {
    if (fields.length !== heads.length) {
      problems.push({ line, message: `has ${fields.length} fields, and the first line has ${heads.length}` });
      return [];
    }
    return [{ line, fields: new Map(heads.map((head, index) => [head, (fields[index] ?? '').trim()])) }];
  });
  return { heads, rows, problems };
}

interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** Character by character: a quoted field may hold commas, quotes and line ends. */
function records(text: string): readonly CsvRecord[] {
  const found: CsvRecord[] = [];
  let [line, start, field, isQuoted] = [1, 1, '', false];
  let fields: string[] = [];
  const endRecord = (): void => {
    fields.push(field);
    const isEmpty = fields.length === 1 && field.trim() === '';
    if (!isEmpty && fields[0]?.startsWith('#') === false) found.push({ line: start, fields });
    [fields, field] = [[], ''];
  };
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '\n') line += 1;
    if (isQuoted && character === '"' && text[index + 1] === '"') {
      field += '"';
      index += 1;
    } else if (character === '"' && (isQuoted || field === '')) {
      isQuoted = !isQuoted;
    } else if (isQuoted) {
      field += character;
    } else if (character === ',') {
      fields.push(field);
      field = '';
    } else if (character === '\n') {
      endRecord();
      start = line;
    } else if (character !== '\r') {
      field += character;
    }
  }
  if (field !== '' || fields.length > 0) endRecord();
  return found;
}
