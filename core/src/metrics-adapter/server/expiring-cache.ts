interface Entry<Value> {
  readonly value: Promise<Value>;
  expiresAtMs: number;
}

/**
 * Keeps answers for a time, by a clock that nobody sets: a right that was taken away must not live on because the machine's clock went back.
 * Equal questions under way are joined; failures are not kept.
 */
export class ExpiringCache<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #lifetimeMs: number;
  readonly #maximum: number;

  constructor(lifetimeMs: number, maximum: number) {
    this.#lifetimeMs = lifetimeMs;
    this.#maximum = maximum;
  }

  get(key: string, load: () => Promise<Value>): Promise<Value> {
    const known = this.#entries.get(key);
    if (known && known.expiresAtMs > performance.now()) return known.value;
    const entry: Entry<Value> = { value: load(), expiresAtMs: Infinity };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.value.then(
      () => {
        entry.expiresAtMs = performance.now() + this.#lifetimeMs;
      },
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    if (this.#entries.size > this.#maximum) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    return entry.value;
  }
}
