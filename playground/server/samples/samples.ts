/**
 * The paths that requests of the page can be tried with, each showing one thing that servers do.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { download, slow, stall } from './paced.js';
import { echo, mirror } from './mirrors.js';
import { error, redirect, reset } from './troubles.js';
import { hello, image, json, latin1 } from './small.js';

/** Answers a request. */
export type Sample = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

/** The samples by path. */
export const samples: Readonly<Record<string, Sample>> = {
  '/samples/hello': hello,
  '/samples/json': json,
  '/samples/latin1': latin1,
  '/samples/image': image,
  '/samples/slow': slow,
  '/samples/stall': stall,
  '/samples/download': download,
  '/samples/echo': echo,
  '/samples/mirror': mirror,
  '/samples/redirect': redirect,
  '/samples/error': error,
  '/samples/reset': reset,
};
