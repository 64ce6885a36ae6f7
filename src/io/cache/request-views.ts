/**
 * The headers of requests as the cache looks at them. The same texts come with request after request, so they are read once.
 */
import { BoundedMap } from '../bounded-map.js';
import { readFields, type FieldList } from './fields.js';
import { scopeOf } from './scope.js';

/** How many texts are remembered. */
const REMEMBERED = 64;

export interface RequestView {
  readonly fields: FieldList;
  readonly scope: string;
}

export class RequestViews {
  readonly #views = new BoundedMap<string, RequestView>(REMEMBERED);
  /** The last one asked for. Most programs send the same with every request, and to compare is cheaper than to look up. */
  #last: (RequestView & { readonly asked: readonly [string, string | null, boolean, string] }) | null = null;

  /**
   * @param headers - As the program set them.
   * @param container - See {@link scopeOf}, as for `verified`.
   * @param defaults - What is sent beside the headers.
   */
  of(headers: string, container: string | null, verified: boolean, defaults: string): RequestView {
    const last = this.#last;
    if (last !== null) {
      const [lastHeaders, lastContainer, lastVerified, lastDefaults] = last.asked;
      const isSame = headers === lastHeaders && container === lastContainer && verified === lastVerified;
      if (isSame && defaults === lastDefaults) return last;
    }
    const key = `${container ?? ''}${verified ? '+' : '-'}${defaults}${headers}`;
    let view = this.#views.get(key);
    if (view === undefined) {
      view = { fields: readFields(headers + defaults), scope: scopeOf(readFields(headers), container, verified) };
      this.#views.set(key, view);
    }
    this.#last = { ...view, asked: [headers, container, verified, defaults] };
    return view;
  }
}
