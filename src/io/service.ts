/**
 * What runs at the far end of a link, in the I/O thread or inline: hands each command to the stream it is about, or to
 * the request service.
 */
import type { MessagePort } from 'node:worker_threads';
import { Command, type LinkData, type LinkCommand } from '../link/index.js';
import { ServiceEnd } from '../link/node.js';
import { Dial, placeOf } from './dial.js';
import { openRequestService } from './requests/service.js';
import { Securing } from './securing.js';
import { Stream } from './stream.js';

const bytesOf = (memory: ArrayBuffer | null): Uint8Array | null => memory && new Uint8Array(memory);

/**
 * Starts serving a link.
 *
 * @param stirred - Called after each batch of commands or events.
 */
export function serve({ port, bell }: LinkData<MessagePort>, stirred?: () => void): ServiceEnd {
  const streams = new Map<number, Stream>();
  const end = new ServiceEnd(port, bell, handle, stirred);
  const requests = openRequestService(end);

  function handle(command: LinkCommand): void {
    const id = command[1];
    switch (command[0]) {
      case Command.OPEN: {
        const [, , memory, target] = command;
        const origin = (stream: Stream): Dial => new Dial(target, stream.onread, stream);
        streams.set(id, new Stream(id, memory, placeOf(target), end, origin));
        break;
      }
      case Command.WRITE:
        streams.get(id)?.write(command[2], bytesOf(command[3]));
        break;
      case Command.RESUME:
        streams.get(id)?.resume();
        break;
      case Command.NO_DELAY:
        streams.get(id)?.setNoDelay(command[2]);
        break;
      case Command.SECURE: {
        const [, , memory, below, unread, plan] = command;
        const base = streams.get(below) ?? null;
        const origin = (stream: Stream): Securing => new Securing(base, bytesOf(unread), plan, stream);
        streams.set(id, new Stream(id, memory, base?.place ?? 'nowhere', end, origin));
        break;
      }
      case Command.CLOSE:
        streams.get(id)?.close();
        streams.delete(id);
        break;
      default:
        requests.handle(command);
    }
  }

  return end;
}
