import type { ListedPriceBooks } from '@kubectl-autoscale/core/cost';

import { AutoscaleCommand } from '../../command/autoscale-command.ts';
import { bundledPrices } from '../../composition/prices.ts';
import { tableOutputFlags } from '../../flags/output-flags.ts';
import { bookRows, bookTable } from '../../output/price-text.ts';
import { formatReport } from '../../output/report-table.ts';
import { textTable } from '../../output/text-table.ts';

export default class PricesList extends AutoscaleCommand {
  static override summary = 'The price books that come with the program.';
  static override examples = [{ description: 'What there is', command: '<%= config.bin %> prices list' }];
  static override flags = tableOutputFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(PricesList);
    const books = await bundledPrices();
    const listed: ListedPriceBooks = books.map(({ offerings, ...book }) => ({
      ...book,
      instanceTypes: offerings.length,
    }));
    this.print(
      formatReport(listed, flags.output, this.style, {
        text: () => `${textTable(bookRows(books, this.style.palette))}\n`,
        rows: () => bookTable(books),
      }),
    );
  }
}
