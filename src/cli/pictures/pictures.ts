/**
 * Writes what --waterfall and --har asked for, when all requests are over.
 */
import { writeFileSync } from 'node:fs';
import { fileComplaint } from '../complaint.js';
import type { Exchange } from '../exchange/exchange.js';
import { harText } from './har.js';
import { waterfallPage } from './waterfall-page.js';
import { waterfallSvg } from './waterfall.js';

/** What was asked for. */
export interface PictureFlags {
  readonly waterfall?: string;
  readonly har?: string;
  readonly harSecrets?: true;
}

/** Writes the files. @throws Complaint when one cannot be written. */
export function writePictures({ waterfall, har, harSecrets }: PictureFlags, exchanges: readonly Exchange[]): void {
  if (waterfall !== undefined) {
    const page = /\.html$/i.test(waterfall);
    write('--waterfall', waterfall, page ? waterfallPage(exchanges) : waterfallSvg(exchanges));
  }
  if (har !== undefined) write('--har', har, harText(exchanges, harSecrets === true));
}

function write(option: string, file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw fileComplaint(option, `${file} cannot be written`, error);
  }
}
