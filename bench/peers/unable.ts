/** The refusal of a peer to do what a workload asks: a gap in the table that says why, and no failure. */
export class Unable extends Error {
  /** @param reason - A sentence without its subject, which is the peer: `has no cache`. */
  constructor(reason: string) {
    super(reason);
    this.name = 'Unable';
  }
}

/** A function that refuses. */
export function unable(reason: string): () => never {
  return () => {
    throw new Unable(reason);
  };
}
