/**
 * What a workload is: a name, some variants that can be run with any peer, the figures that come of it, and the goals that
 * those figures show.
 *
 * Workloads are read in two processes: the comparing one looks at everything but `run`, a measured one calls `run` alone.
 * So their modules load no client.
 */
import type { Measurement } from './measuring/meter.js';
import type { Opening, PeerName, Server, Session } from './peers/peer.js';
import type { Scale } from './scale.js';
import type { Site } from './server/site.js';

/** One run's figures; null where the peer has no such figure. */
export type Figures<K extends string = string> = Readonly<Record<K, number | null>>;

/** A column of the tables. */
export interface Figure<K extends string = string> {
  readonly key: K;
  /** Its heading, unit included. */
  readonly title: string;
  /** Decimals that are shown. */
  readonly digits: number;
  /** Whether a column follows that says how many times that of the reference it is. */
  readonly compared?: boolean;
}

/** What a run is done with. */
export interface Stage {
  readonly site: Site;
  /** Loads the peer and opens a session with it. */
  open(server: Server, opening: Opening): Promise<Session>;
  /** Does the work and tells what it took. */
  measure(work: () => Promise<void> | void): Promise<Measurement>;
  /**
   * Imports the client by itself, as its users do, and loads what asks it.
   *
   * @returns Milliseconds that the import took; null for a client that is not imported.
   */
  importClient(): Promise<number | null>;
}

export interface Variant<K extends string = string> {
  /** What tells it from the others: `50 in flight`. Empty for the only one. */
  readonly label: string;
  /** How much of what, for whoever reads the results: `60,000 requests`. */
  readonly amount: string;
  /** @throws Unable when the peer cannot do this. */
  run(stage: Stage): Promise<Figures<K>>;
}

/** Something that tickwire is to reach. */
export interface Goal<K extends string = string> {
  readonly of: PeerName;
  readonly figure: K;
  /** In which variants, by label; in all of them by default. */
  readonly variants?: readonly string[];
  readonly bound: 'at least' | 'at most';
  /** The bound of the figure itself, or of its ratio to that of `than`. */
  readonly value: number;
  readonly than?: PeerName;
}

export interface Workload<K extends string = string> {
  /** As the command line knows it. */
  readonly name: string;
  readonly title: string;
  /** What is done, in a sentence or two, Markdown. */
  readonly about: string;
  readonly figures: readonly Figure<K>[];
  readonly goals: readonly Goal<K>[];
  /** The lines of the summary: a figure in a variant each, by label. */
  readonly summary: readonly { readonly variant: string; readonly figure: K }[];
  /** Rounds for each that the command line asks for: more where a run takes no time. 1 by default. */
  readonly roundsFactor?: number;
  variants(scale: Scale): readonly Variant<K>[];
}
