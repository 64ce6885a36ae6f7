/**
 * What is new about a request's hops since somebody last looked.
 */
import type { HTTPRequestHop } from '../../steam/index.js';

/** The news, in the order in which they come; not every hop has all of them. */
const stages = ['connected', 'sent', 'answered'] as const;

/** It has a connection; it went out; the head of its answer came. */
export type HopNews = (typeof stages)[number];

const reached: Readonly<Record<HopNews, (hop: HTTPRequestHop) => boolean>> = {
  connected: ({ connection }) => connection !== null,
  sent: ({ requestHead }) => requestHead !== '',
  answered: ({ status }) => status !== 0,
};

/** Watches the hops of one request. */
export class HopWatch {
  #index = 0;
  /** How many of the stages of the present hop were looked at. */
  #stage = 0;

  /** Tells each thing that is new, once. @param hops - All of them, as they are known now. */
  look(hops: readonly HTTPRequestHop[], tell: (hop: HTTPRequestHop, news: HopNews) => void): void {
    for (const [index, hop] of hops.entries()) {
      if (index < this.#index) continue;
      if (index > this.#index) this.#stage = 0;
      this.#index = index;
      for (let stage = this.#stage; stage < stages.length; stage++) {
        const news = stages[stage]!;
        if (!reached[news](hop)) continue;
        this.#stage = stage + 1;
        tell(hop, news);
      }
    }
  }
}
