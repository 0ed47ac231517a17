import { AutoscaleCommand } from '../../command/autoscale-command.ts';
import { bundledPrices } from '../../composition/prices.ts';
import { outputFlags } from '../../flags/output-flags.ts';
import { bookRows } from '../../output/price-text.ts';
import { structuredText } from '../../output/structured-text.ts';
import { textTable } from '../../output/text-table.ts';

export default class PricesList extends AutoscaleCommand {
  static override summary = 'The price books that come with the program.';
  static override examples = [{ description: 'What there is', command: '<%= config.bin %> prices list' }];
  static override flags = outputFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(PricesList);
    const books = await bundledPrices();
    process.stdout.write(
      flags.output === 'table'
        ? `${textTable(bookRows(books, this.style.palette))}\n`
        : structuredText(
            books.map(({ offerings, ...book }) => ({ ...book, instanceTypes: offerings.length })),
            flags.output,
          ),
    );
  }
}
