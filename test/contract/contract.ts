/**
 * Contract cases: what must hold on every platform, written once. In Node they run under node:test; for a browser they are
 * bundled and run in a page, where `node:assert/strict` is test/web/page-assert.ts.
 */

/** One thing that must hold. */
export interface ContractCase<Environment> {
  readonly title: string;
  /** Throws when it does not hold. */
  readonly run: (environment: Environment) => Promise<void> | void;
  /** Why it cannot hold in a browser. */
  readonly notOnTheWeb?: string;
}

/** Cases that belong together. */
export interface Contract<Environment> {
  readonly title: string;
  readonly cases: readonly ContractCase<Environment>[];
}
