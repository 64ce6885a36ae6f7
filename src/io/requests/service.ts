/**
 * The request service of the I/O thread: hands each command to the instance it is about.
 */
import { RequestCommand, type RequestCommandTuple, type ServiceEnd } from '../../link/index.js';
import { Deadlines, type Clock } from '../../requests/deadlines.js';
import { systemClock } from './system-clock.js';
import { Instance } from './instance.js';

export class RequestService {
  readonly #end: ServiceEnd;
  readonly #deadlines: Deadlines;
  readonly #instances = new Map<number, Instance>();

  constructor(end: ServiceEnd, clock: Clock = systemClock) {
    this.#end = end;
    this.#deadlines = new Deadlines(clock);
  }

  handle(command: RequestCommandTuple): void {
    const id = command[1];
    const instance = this.#instances.get(id);
    switch (command[0]) {
      case RequestCommand.INSTANCE:
        this.#instances.set(id, new Instance(id, command[2], this.#end, this.#deadlines));
        break;
      case RequestCommand.CONFIGURE:
        instance?.configure(command[2]);
        break;
      case RequestCommand.SLOTS:
        instance?.slots.add(command[2], command[3]);
        break;
      case RequestCommand.SEND:
        instance?.send(command);
        break;
      case RequestCommand.MOVE:
        instance?.move(command[2], command[3]);
        break;
      case RequestCommand.RESUME_BODY:
        instance?.resumeBody(command[2]);
        break;
      case RequestCommand.CANCEL:
        instance?.cancel(command[2]);
        break;
      case RequestCommand.ADD_CONTAINER:
        instance?.addContainer(command[2], command[3]);
        break;
      case RequestCommand.RELEASE_CONTAINER:
        instance?.releaseContainer(command[2]);
        break;
      case RequestCommand.SET_COOKIE:
        instance?.setCookie(command[2], command[3], command[4], command[5], command[6]);
        break;
      case RequestCommand.CLEAR_CACHE:
        instance?.clearCache();
        break;
      case RequestCommand.FLUSH_CACHE:
        instance?.flushCache(command[2]);
        break;
      case RequestCommand.CLOSE_INSTANCE:
        instance?.close();
        this.#instances.delete(id);
        break;
    }
  }
}
