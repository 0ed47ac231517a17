import { Flags } from '@oclif/core';

export const priceFlags = {
  prices: Flags.string({
    summary:
      'Prices: PROVIDER or PROVIDER/REGION of the bundled ones, a JSON or YAML file, several with + between them (the later over the earlier), or "none"; aws when nothing says otherwise.',
    helpValue: 'BOOK',
  }),
};
