/**
 * The request service of a page: hands each command to the instance it is about.
 */
import { RequestCommand, RequestEvent, type RequestCommandTuple } from '../../link/index.js';
import { Deadlines, type Clock } from '../../requests/deadlines.js';
import { pageClock } from './page-clock.js';
import { PageInstance } from './page-instance.js';
import type { PageOutlet } from './page-link.js';
import { ResourceTiming } from './resource-timing.js';

export class RequestService {
  readonly #end: PageOutlet;
  readonly #deadlines: Deadlines;
  readonly #timing = new ResourceTiming();
  readonly #instances = new Map<number, PageInstance>();

  constructor(end: PageOutlet, clock: Clock = pageClock) {
    this.#end = end;
    this.#deadlines = new Deadlines(clock);
  }

  handle(command: RequestCommandTuple): void {
    const id = command[1];
    const instance = this.#instances.get(id);
    switch (command[0]) {
      case RequestCommand.INSTANCE:
        this.#instances.set(id, new PageInstance(id, command[2], this.#end, this.#deadlines, this.#timing));
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
      case RequestCommand.CLOSE_INSTANCE:
        instance?.close();
        this.#instances.delete(id);
        break;
      case RequestCommand.FLUSH_CACHE:
        // What the browser caches is written when the browser wants.
        this.#end.post([RequestEvent.CACHE_FLUSHED, id, 0, command[2]]);
        break;
      case RequestCommand.CLEAR_CACHE:
      case RequestCommand.ADD_CONTAINER:
      case RequestCommand.RELEASE_CONTAINER:
      case RequestCommand.SET_COOKIE:
        // The platform refuses these before they become commands.
        break;
    }
  }
}
