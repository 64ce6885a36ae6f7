/** A base class that carries the constants on itself and on its instances, as the Steam singleton does. */
import { steamHTTPConstants, type SteamHTTPConstants } from './constants.js';

// A function rather than an empty class: all it does is carry.
function Carrier(): void {
  // Instances have nothing of their own.
}
Object.assign(Carrier, steamHTTPConstants);
Object.assign(Carrier.prototype, steamHTTPConstants);

/** `Steam.HTTP_METHOD_GET` and `SteamHTTP.HTTP_METHOD_GET` are the same number, typed as literals in both places. */
export const SteamHTTPConstantsCarrier = Carrier as unknown as (new () => SteamHTTPConstants) & SteamHTTPConstants;
