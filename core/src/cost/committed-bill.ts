import type { Commitment, ReservedInstances, SavingsPlan } from './commitment.ts';
import type { PriceBook } from './price-book.ts';
import { matchesInstanceType } from './price-terms.ts';

/** How much of a commitment serves nodes that there are. */
export interface CommitmentUse {
  readonly name: string;
  readonly perHour: number;
  readonly usedPerHour: number;
  readonly unusedPerHour: number;
}

export interface CommittedBill {
  /** What the on-demand nodes of each instance type cost together. */
  readonly perHourByType: ReadonlyMap<string, number>;
  readonly uses: readonly CommitmentUse[];
  /** Of all commitments. */
  readonly unusedPerHour: number;
}

/**
 * The bill of on-demand nodes by instance type under commitments, as clouds reckon it: reserved instances cover nodes of their
 * type first, then each savings plan covers what is left at its prices until its sum is spent; the rest is on demand. Types without
 * a price are left out. What covers nothing is paid all the same, and is not in `perHourByType`.
 */
export function committedBill(
  { commitments = [], offerings }: PriceBook,
  nodes: ReadonlyMap<string, number>,
): CommittedBill {
  const prices = new Map(offerings.map((each) => [each.instanceType, each.onDemandPerHour]));
  const left = new Map([...nodes].filter(([type]) => prices.has(type)));
  const paid = new Map([...left.keys()].map((type) => [type, 0]));
  const pay = (type: string, count: number, amount: number): void => {
    left.set(type, (left.get(type) ?? 0) - count);
    paid.set(type, (paid.get(type) ?? 0) + amount);
  };
  const uses = inOrder(commitments).map((commitment): CommitmentUse => {
    const used =
      commitment.kind === 'reserved'
        ? useReserved(commitment, left, pay)
        : usePlan(commitment, left, prices, pay);
    const perHour =
      commitment.kind === 'reserved' ? commitment.perHour * commitment.count : commitment.perHour;
    return { name: commitment.name, perHour, usedPerHour: used, unusedPerHour: Math.max(perHour - used, 0) };
  });
  for (const [type, count] of [...left]) pay(type, count, count * (prices.get(type) ?? 0));
  return {
    perHourByType: paid,
    uses,
    unusedPerHour: uses.reduce((sum, { unusedPerHour }) => sum + unusedPerHour, 0),
  };
}

type Pay = (type: string, count: number, amount: number) => void;

function inOrder(commitments: readonly Commitment[]): readonly Commitment[] {
  const reserved = commitments.filter(({ kind }) => kind === 'reserved');
  return [...reserved, ...commitments.filter(({ kind }) => kind !== 'reserved')];
}

function useReserved(
  { instanceType, count, perHour }: ReservedInstances,
  left: ReadonlyMap<string, number>,
  pay: Pay,
): number {
  const covered = Math.min(count, left.get(instanceType) ?? 0);
  if (covered > 0) pay(instanceType, covered, covered * perHour);
  return covered * perHour;
}

function usePlan(
  { perHour, instanceTypes, share }: SavingsPlan,
  left: ReadonlyMap<string, number>,
  prices: ReadonlyMap<string, number>,
  pay: Pay,
): number {
  let rest = perHour;
  for (const [type, count] of [...left]) {
    const price = (prices.get(type) ?? 0) * (1 - share);
    if (count <= 0 || price <= 0 || rest <= 0 || !matchesInstanceType(instanceTypes, type)) continue;
    // A plan pays for parts of an hour too, so for parts of a node in this hour.
    const covered = Math.min(count, rest / price);
    pay(type, covered, covered * price);
    rest -= covered * price;
  }
  return perHour - rest;
}

/** The book with the price that a node of each type comes to when so many run on demand: commitments are shared out among them. */
export function withCommitments(
  book: PriceBook,
  { perHourByType }: CommittedBill,
  nodes: ReadonlyMap<string, number>,
): PriceBook {
  if (book.commitments === undefined) return book;
  return {
    ...book,
    offerings: book.offerings.map((offering) => {
      const count = nodes.get(offering.instanceType) ?? 0;
      const perHour = perHourByType.get(offering.instanceType);
      return count === 0 || perHour === undefined
        ? offering
        : { ...offering, onDemandPerHour: perHour / count };
    }),
  };
}
