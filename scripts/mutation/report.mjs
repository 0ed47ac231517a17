import { relative } from 'node:path';

/**
 * Prints found, survived and not reached for each file and in all, then every mutant that was not found.
 *
 * @param judged of each mutant `{ mutant, status }`, status being `found`, `survived` or `not reached`
 */
export function printReport(root, room, folder, judged) {
  const byFile = new Map();
  for (const { mutant, status } of judged) {
    const name = relative(folder, mutant.fileName);
    const row = byFile.get(name) ?? { found: 0, survived: 0, 'not reached': 0 };
    row[status] += 1;
    byFile.set(name, row);
  }
  for (const [name, row] of byFile) {
    console.log(
      `${name.padEnd(32)} found ${row.found}, survived ${row.survived}, not reached ${row['not reached']}  ${share(row)}`,
    );
  }
  const total = [...byFile.values()].reduce(
    (sum, row) => ({
      found: sum.found + row.found,
      survived: sum.survived + row.survived,
      'not reached': sum['not reached'] + row['not reached'],
    }),
    { found: 0, survived: 0, 'not reached': 0 },
  );
  console.log(
    `${room}: ${judged.length} mutants, ${total.found} found, ${total.survived} survived, ${total['not reached']} not reached: ${share(total)}`,
  );
  for (const { mutant, status } of judged) {
    if (status === 'found') continue;
    const { fileName, location, mutatorName, replacement } = mutant;
    const at = `${relative(root, fileName)}:${location.start.line + 1}:${location.start.column + 1}`;
    console.log(`${status}  ${at}  ${mutatorName}  ${replacement.replace(/\s+/g, ' ').slice(0, 90)}`);
  }
}

function share({ found, survived }) {
  return found + survived === 0 ? '–' : `${((100 * found) / (found + survived)).toFixed(1)} %`;
}
