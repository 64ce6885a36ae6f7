/** How much is done: enough for figures, or just enough to see that everything runs. */

export type Scale = 'full' | 'quick';

/** One of two numbers, by the scale. */
export const byScale = (scale: Scale, full: number, quick: number): number => (scale === 'full' ? full : quick);
