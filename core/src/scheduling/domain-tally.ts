/**
 * How many pods each domain of a topology holds, with the smallest count at hand: filters ask for it once a node, and
 * `kubernetes.io/hostname` has as many domains as there are nodes.
 */
export class DomainTally {
  readonly #counts = new Map<string, number>();
  /** How many domains hold so many pods. */
  readonly #domainsWith = new Map<number, number>();
  #minimum = 0;

  get domains(): number {
    return this.#counts.size;
  }

  /** 0 for a domain that is not there. */
  of(domain: string): number {
    return this.#counts.get(domain) ?? 0;
  }

  /** The least that a domain holds; 0 where there are none. */
  get minimum(): number {
    return this.#minimum;
  }

  /** Adds to a domain, which is there from then on, also by adding 0. */
  add(domain: string, pods: number): void {
    const before = this.#counts.get(domain);
    const after = (before ?? 0) + pods;
    this.#counts.set(domain, after);
    if (before !== undefined) this.#domainsWith.set(before, (this.#domainsWith.get(before) ?? 0) - 1);
    this.#domainsWith.set(after, (this.#domainsWith.get(after) ?? 0) + 1);
    if (this.#counts.size === 1 || after <= this.#minimum) this.#minimum = after;
    else if ((this.#domainsWith.get(this.#minimum) ?? 0) <= 0) this.#minimum = this.#leastHeld();
  }

  #leastHeld(): number {
    let least = Infinity;
    for (const [held, domains] of this.#domainsWith) if (domains > 0 && held < least) least = held;
    return least;
  }
}
