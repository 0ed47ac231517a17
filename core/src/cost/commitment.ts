/** What is paid whether it is used or not. */
export type Commitment = ReservedInstances | SavingsPlan;

/** So many instances of one type at a price of their own. */
export interface ReservedInstances {
  readonly kind: 'reserved';
  readonly name: string;
  readonly instanceType: string;
  readonly count: number;
  /** Of one instance. */
  readonly perHour: number;
}

/** A sum an hour, spent on instances at prices below on demand. */
export interface SavingsPlan {
  readonly kind: 'savings-plan';
  readonly name: string;
  /** What is paid in all. */
  readonly perHour: number;
  /** Names of instance types, `*` for any text; all where it is empty. */
  readonly instanceTypes: readonly string[];
  /** 0–1, off the on-demand price. */
  readonly share: number;
}
