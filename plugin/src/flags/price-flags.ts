import { Flags } from '@oclif/core';

export const priceFlags = {
  prices: Flags.string({
    summary:
      'Prices: PROVIDER or PROVIDER/REGION of the bundled ones, a JSON or YAML file of prices or terms, several with + between them (the later over the earlier), or "none"; aws when nothing says otherwise.',
    helpValue: 'BOOK',
  }),
};

/** For commands that price the nodes of a cluster. */
export const estimateFlag = {
  'estimate-unknown': Flags.boolean({
    summary:
      'Estimate the price of instance types that no book has, from their shape; without it they are named and left out.',
  }),
};
