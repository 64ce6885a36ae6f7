/**
 * Which path is answered by whom, on both ports.
 */
import type { RequestListener, ServerResponse } from 'node:http';
import type { Asset } from './page-build.js';
import { samples } from './samples/samples.js';

/**
 * The page may run only its own scripts and styles, so that nothing that a response contains can ever run in it; requests
 * may go anywhere, which is what it is for.
 */
const securityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data: blob:',
  'connect-src *',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const allowedElsewhere = '/permitted';

/** Answers for the page and, on the same origin, the samples. */
export function pageServer(assets: ReadonlyMap<string, Asset>): RequestListener {
  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://playground');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const asset = assets.get(url.pathname);
    const sample = samples[url.pathname];
    if (sample !== undefined) sample(request, response, url);
    else if (asset !== undefined) sendAsset(response, asset);
    else sendMissing(response, url.pathname);
  };
}

/** The samples from another origin: below `/permitted` with what CORS asks for, else without. */
export function elsewhere(): RequestListener {
  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://elsewhere');
    const permitted = url.pathname.startsWith(`${allowedElsewhere}/`);
    const path = permitted ? url.pathname.slice(allowedElsewhere.length) : url.pathname;
    if (permitted) permit(response);
    const sample = samples[path];
    if (permitted && request.method === 'OPTIONS') response.writeHead(204).end();
    else if (sample !== undefined) sample(request, response, url);
    else sendMissing(response, url.pathname);
  };
}

function permit(response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Methods', '*');
  response.setHeader('Access-Control-Allow-Headers', '*');
  response.setHeader('Access-Control-Expose-Headers', '*');
  response.setHeader('Timing-Allow-Origin', '*');
}

function sendAsset(response: ServerResponse, { type, body }: Asset): void {
  response.setHeader('Content-Type', type);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Security-Policy', securityPolicy);
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.end(body);
}

function sendMissing(response: ServerResponse, path: string): void {
  response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`There is nothing at ${path}. The samples are at:\n${Object.keys(samples).join('\n')}\n`);
}
