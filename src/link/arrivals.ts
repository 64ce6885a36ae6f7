/**
 * Tells a program that yields when something has arrived, instead of its having to look.
 */
import type { MessagePort } from 'node:worker_threads';
import type { Failure, LinkEvent } from './protocol.js';
import { portsOutliveListeners } from './runtime.js';

/** Where a port cannot be listened to for a while, how often to look instead. */
const LOOK_EVERY_MS = 1;

/**
 * Keeps the process alive, too, until it is ended.
 *
 * @param port - Messages that arrive are given to `arrived`, or left in it.
 * @param arrived - Called with a message, or with null when there is something to be taken out of the port.
 * @param anything - Whether something has arrived that was not taken yet.
 * @returns Ends it: messages stay in the port from then on.
 */
export function onArrival(
  port: MessagePort,
  arrived: (message: LinkEvent[] | Failure | null) => void,
  anything: () => boolean,
): () => void {
  if (portsOutliveListeners) {
    const timer = setInterval(() => {
      if (anything()) arrived(null);
    }, LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
    };
  }
  port.on('message', arrived);
  return () => {
    port.off('message', arrived);
  };
}
