/**
 * The server that contract cases talk to. It is told what to do by the url alone, so that a case in a page can use it as
 * well as one in Node:
 *
 *     /~SCOPE/ROUTE/…          answers as the route says (routes.ts)
 *     /~SCOPE/control/ACTION   looks into the scope, or acts on what it holds
 *
 * A scope belongs to one case: what it was asked, and which answers it holds back.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { controls } from './controls.js';
import { routes } from './routes.js';

/** What a case has going on at the server. */
export interface Scope {
  /** `METHOD /path?query` of each request, in order. */
  readonly log: string[];
  /** Answers that wait, by the name that the url gave them. */
  readonly held: Map<string, ServerResponse>;
  /** Requests that are neither answered nor broken off. */
  open: number;
  /** Body bytes that the network has taken of endless answers. */
  written: number;
}

/** One request to a route or control. */
export interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly scope: Scope;
  /** What follows the name of the route in the path. */
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
}

/** Makes what answers requests to `/~…`. */
export function contractSite(): RequestListener {
  const scopes = new Map<string, Scope>();
  return (request, response) => {
    const url = new URL(request.url!, 'http://site');
    const [, scopeName = '', name = '', ...rest] = url.pathname.split('/');
    let scope = scopes.get(scopeName);
    if (scope === undefined) {
      scope = { log: [], held: new Map(), open: 0, written: 0 };
      scopes.set(scopeName, scope);
    }
    const visit: Visit = { request, response, scope, rest, query: url.searchParams };
    if (name === 'control') {
      controls[rest[0]!]!(visit);
      return;
    }
    const { log } = scope;
    log.push(`${request.method!} ${request.url!.slice(scopeName.length + 1)}`);
    follow(visit.scope, response);
    const route = routes[name];
    if (route === undefined) response.writeHead(404).end(`there is no route ${name}`);
    else route(visit);
  };
}

function follow(scope: Scope, response: ServerResponse): void {
  scope.open++;
  response.on('close', () => scope.open--);
}
