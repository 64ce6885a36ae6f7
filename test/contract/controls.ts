/** What a case can do with its scope at the server: each is a GET of `/~SCOPE/control/NAME`. */
import type { ServerResponse } from 'node:http';
import type { Visit } from './site.js';

const held = ({ scope, query }: Visit): ServerResponse => {
  const name = query.get('name')!;
  const response = scope.held.get(name);
  if (response === undefined) throw new Error(`nothing is held under the name ${name}`);
  return response;
};

export const controls: Readonly<Record<string, (visit: Visit) => void>> = {
  /** Tells what the scope stands at. */
  state: ({ scope, response }) => {
    const { log, open, written } = scope;
    response.setHeader('Cache-Control', 'no-store');
    response.end(JSON.stringify({ log, open, written, held: [...scope.held.keys()] }));
  },
  /** Ends a held answer, with a text before. */
  release: (visit) => {
    held(visit).end(visit.query.get('text') ?? '');
    visit.scope.held.delete(visit.query.get('name')!);
    visit.response.end();
  },
  /** Writes a text into a held answer. */
  write: (visit) => {
    held(visit).write(visit.query.get('text')!, () => visit.response.end());
  },
  /** Breaks a held answer's connection off. */
  destroy: (visit) => {
    held(visit).destroy();
    visit.response.end();
  },
};
