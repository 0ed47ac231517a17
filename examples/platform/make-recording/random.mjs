/** Small seeded generator (mulberry32): the same seed gives the same recording, byte for byte. */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A draw around 1 with the given relative spread (sum of uniforms, so it never leaves ±3 spreads). */
export function around(random, spread) {
  return 1 + spread * 2 * (random() + random() + random() - 1.5);
}

/** Kubernetes' own alphabet for generated names (apimachinery, util/rand). */
export function generatedName(random, length) {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
}
