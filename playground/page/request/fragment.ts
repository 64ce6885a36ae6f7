/**
 * A draft as the fragment of the page's address, which survives a reload and can be sent to someone. It says only what
 * differs from a plain request, in words that a person can read and change; what cannot be right is passed over.
 */
import { parseUrl } from '#src/parse-url.js';
import { withoutOrigin } from './address.js';
import {
  interfaces,
  methodsOf,
  plainDraft,
  priorities,
  type Field,
  type Interface,
  type Priority,
  type RequestDraft,
} from './draft.js';

/** Longer bodies are left out of the address, which would become unwieldy. */
export const MOST_BODY = 16_384;

/**
 * Writes a fragment, without `#`.
 *
 * @param origin - The page's own; addresses there are written as paths, so that they hold on another port as well.
 */
export function writeFragment(draft: RequestDraft, origin: string): string {
  const plain = plainDraft(draft.url);
  const words = new URLSearchParams();
  const add = (name: string, value: string | number | boolean, preset: string | number | boolean): void => {
    if (value !== preset) words.append(name, String(value));
  };
  words.append('interface', draft.interface);
  add('method', draft.method, plain.method);
  words.append('url', withoutOrigin(draft.url, origin));
  for (const { name, value } of draft.headers) words.append('header', `${name}: ${value}`);
  for (const { name, value } of draft.parameters) words.append('parameter', `${name}=${value}`);
  if (draft.body.length <= MOST_BODY) add('body', draft.body, plain.body);
  add('type', draft.bodyType, plain.bodyType);
  add('chunk', draft.chunkSize, plain.chunkSize);
  add('stream', draft.streaming, plain.streaming);
  add('idle', draft.activityTimeout, plain.activityTimeout);
  add('deadline', draft.absoluteTimeout, plain.absoluteTimeout);
  add('priority', draft.priority, plain.priority);
  return words.toString();
}

/** Reads a fragment, with or without `#`; null when it holds no address that could be asked. */
export function readFragment(fragment: string, origin: string): RequestDraft | null {
  const words = new URLSearchParams(fragment.replace(/^#/, ''));
  const address = words.get('url') ?? '';
  const url = address === '' ? null : parseUrl(address, origin);
  if (url === null) return null;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  const plain = plainDraft(url.href);
  const via = oneOf<Interface>(interfaces, words.get('interface'), plain.interface);
  return {
    interface: via,
    method: oneOf(methodsOf(via), words.get('method'), plain.method),
    url: url.href,
    headers: words.getAll('header').map((text) => split(text, /:\s*/)),
    parameters: words.getAll('parameter').map((text) => split(text, /=/)),
    body: words.get('body') ?? plain.body,
    bodyType: words.get('type') ?? plain.bodyType,
    chunkSize: wholeNumber(words.get('chunk'), plain.chunkSize),
    streaming: words.get('stream') === null ? plain.streaming : words.get('stream') === 'true',
    activityTimeout: wholeNumber(words.get('idle'), plain.activityTimeout),
    absoluteTimeout: wholeNumber(words.get('deadline'), plain.absoluteTimeout),
    priority: oneOf<Priority>(priorities, words.get('priority'), plain.priority),
  };
}

function split(text: string, mark: RegExp): Field {
  const at = mark.exec(text);
  if (at === null) return { name: text, value: '' };
  return { name: text.slice(0, at.index), value: text.slice(at.index + at[0].length) };
}

function oneOf<T extends string>(all: readonly T[], word: string | null, preset: T): T {
  return all.find((one) => one === word) ?? preset;
}

function wholeNumber(word: string | null, preset: number): number {
  return word !== null && /^\d{1,10}$/.test(word) ? Number(word) : preset;
}
