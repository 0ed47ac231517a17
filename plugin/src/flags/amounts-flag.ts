import { milliValue, parseQuantity, toNumber } from '@kubectl-autoscale/core/units';
import { Errors, Flags } from '@oclif/core';

/** Millicores and bytes. */
export interface Amounts {
  readonly cpu?: number;
  readonly memory?: number;
}

/** `cpu=100m,memory=128Mi`. */
export const amountsFlag = Flags.custom<Amounts>({
  helpValue: 'cpu=…,memory=…',
  parse: (text) => {
    const amounts: { cpu?: number; memory?: number } = {};
    for (const part of text.split(',')) {
      const [, name, written = ''] = /^(cpu|memory)=(.+)$/.exec(part.trim()) ?? [];
      const quantity = parseQuantity(written);
      if (name === undefined || !quantity.ok || quantity.value.nanos < 0n) {
        const message = `"${part}" is not cpu=QUANTITY or memory=QUANTITY, such as cpu=100m,memory=128Mi`;
        return Promise.reject(new Errors.CLIError(message, { exit: 2 }));
      }
      if (name === 'cpu') amounts.cpu = Number(milliValue(quantity.value));
      else amounts.memory = Math.ceil(toNumber(quantity.value));
    }
    return Promise.resolve(amounts);
  },
});
