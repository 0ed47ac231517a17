import type { PathPart, Range } from '../manifest/ranges.ts';
import type { Resource } from '../manifest/source-file.ts';
import type { Field } from './field.ts';

/** Something in a file that a report points at. */
export type Place = Field | { readonly resource: Resource; readonly range: Range };

export interface RelatedPlace {
  readonly at: Place;
  readonly part?: PathPart;
  readonly message: string;
}
