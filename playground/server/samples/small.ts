/**
 * Answers that are there at once: text in two charsets, JSON, an image.
 */
import type { Sample } from './samples.js';

export const hello: Sample = (_request, response) => {
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.end('Hello from the playground’s own server.\n');
};

export const latin1: Sample = (_request, response) => {
  response.setHeader('Content-Type', 'text/plain; charset=iso-8859-1');
  response.end(Buffer.from('Grüße, olá, ça va? These bytes are ISO 8859-1.\n', 'latin1'));
};

const scores = {
  season: 7,
  players: [
    { name: 'Ada', score: 4210, ranks: [1, 1, 2], online: true },
    { name: 'Grace', score: 3985, ranks: [2, 3, 1], online: false },
    { name: 'Zoë', score: 3120, ranks: [3, 2, 3], online: true },
  ],
  next: null,
};

export const json: Sample = (_request, response) => {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(scores));
};

const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="240" viewBox="0 0 480 240">
<rect width="480" height="240" fill="#10302f"/>
<circle cx="372" cy="66" r="30" fill="#f4e6c0"/>
<path d="M0 190 90 110l70 60 100-96 120 110 100-64v120H0z" fill="#0b6e6e"/>
<path d="m0 220 120-60 90 44 130-70 140 76v30H0z" fill="#4fc3bd"/>
</svg>
`;

export const image: Sample = (_request, response) => {
  response.setHeader('Content-Type', 'image/svg+xml');
  response.end(picture);
};
