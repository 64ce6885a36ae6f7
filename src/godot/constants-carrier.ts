/** A base class that carries constants on itself and on its instances, as Godot's classes do. */
import { httpClientConstants, type HTTPClientConstants } from './http-client-constants.js';

// A function rather than an empty class: all it does is carry.
function Carrier(): void {
  // Instances have nothing of their own.
}
Object.assign(Carrier, httpClientConstants);
Object.assign(Carrier.prototype, httpClientConstants);

/** `HTTPClient.METHOD_GET` and `client.METHOD_GET` are the same number, typed as literals in both places. */
export const HTTPClientConstantsCarrier = Carrier as unknown as (new () => HTTPClientConstants) & HTTPClientConstants;
