import type { ShownPriceBook } from '@kubectl-autoscale/core/cost';
import { Args, Flags } from '@oclif/core';

import { AutoscaleCommand } from '../../command/autoscale-command.ts';
import { openPrices } from '../../composition/prices.ts';
import { tableOutputFlags } from '../../flags/output-flags.ts';
import { offeringRows, offeringTable } from '../../output/price-text.ts';
import { formatReport } from '../../output/report-table.ts';
import { textTable } from '../../output/text-table.ts';

export default class PricesShow extends AutoscaleCommand {
  static override summary = 'What a price book says: shape, GPUs, on demand and spot of each instance type.';
  static override examples = [
    { description: 'One type', command: '<%= config.bin %> prices show aws --type g5.xlarge' },
    {
      description: 'A file of your own over a bundled book',
      command: '<%= config.bin %> prices show aws+contract.yaml --gpu',
    },
  ];
  static override args = {
    book: Args.string({
      description: 'As for --prices: aws, gcp/us-central1, a file, or several with + between them.',
      required: true,
    }),
  };
  static override flags = {
    type: Flags.string({ summary: 'Only instance types whose name begins so.', helpValue: 'NAME' }),
    gpu: Flags.boolean({ summary: 'Only instance types with GPUs.' }),
    ...tableOutputFlags,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PricesShow);
    const book = await openPrices(args.book);
    if (book === undefined) this.usageError('"none" is no price book');
    const shown = book.offerings.filter(
      ({ instanceType, gpu }) =>
        instanceType.startsWith(flags.type ?? '') && (!flags.gpu || gpu !== undefined),
    );
    if (shown.length === 0) this.talk(`no such instance type in the ${book.provider} ${book.region} prices`);
    const report: ShownPriceBook = { ...book, offerings: shown };
    this.print(
      formatReport(report, flags.output, this.style, {
        text: () => `${textTable(offeringRows(book, shown, this.style.palette))}\n`,
        rows: offeringTable,
      }),
    );
    this.talk(
      `${shown.length} of ${book.offerings.length} · ${book.provider} ${book.region} prices of ${book.asOf} · ${book.source}`,
    );
  }
}
