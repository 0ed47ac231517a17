import type { Field } from './field.ts';
import { type FixOffer, offerFix, replaceField } from './fix.ts';

/** Offers `maxUnavailable: 1` in place of minAvailable: one pod at a time may go, however many there are. */
export function allowOne(minAvailable: Field): readonly FixOffer[] {
  return offerFix('suggestion', 'Write maxUnavailable: 1', replaceField(minAvailable, 'maxUnavailable', 1));
}
