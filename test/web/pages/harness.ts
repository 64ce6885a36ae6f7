/** What browser-page.test.ts calls in its page. */
import assert from 'node:assert/strict';

export const add = (a: number, b: number): { sum: number } => ({ sum: a + b });

export const ask = async (path: string): Promise<string> => (await fetch(path)).text();

export const failing = (): void => {
  assert.equal(1, 2);
};

export const say = (text: string): void => {
  console.log(text);
};
