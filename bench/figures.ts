/** Figures that several workloads report, and how they follow from what was measured. */
import type { Measurement } from './measuring/meter.js';
import type { Figure, Figures } from './workload.js';

const MEGABYTE = 1e6;

/** What work gives and costs, for each request or each megabyte. */
export type WorkFigure = 'rate' | 'caller' | 'process' | 'memory';

/** Of many small requests. */
export const requestFigures: readonly Figure<WorkFigure>[] = [
  { key: 'rate', title: 'requests/s', digits: 0, compared: true },
  { key: 'caller', title: "caller's thread, µs each", digits: 1, compared: true },
  { key: 'process', title: 'process, µs each', digits: 1 },
  { key: 'memory', title: 'memory, MB', digits: 0 },
];

export function perRequest(
  { seconds, callerMs, processMs, peakMemory }: Measurement,
  total: number,
): Figures<WorkFigure> {
  return {
    rate: total / seconds,
    caller: callerMs === null ? null : (callerMs * 1000) / total,
    process: (processMs * 1000) / total,
    memory: inMegabytes(peakMemory),
  };
}

/** Of large bodies. */
export const transferFigures: readonly Figure<WorkFigure>[] = [
  { key: 'rate', title: 'MB/s', digits: 0, compared: true },
  { key: 'caller', title: "caller's thread, µs per MB", digits: 0, compared: true },
  { key: 'process', title: 'process, µs per MB', digits: 0 },
  { key: 'memory', title: 'memory, MB', digits: 0 },
];

export function perMegabyte(measurement: Measurement, bytes: number): Figures<WorkFigure> {
  return perRequest(measurement, bytes / MEGABYTE);
}

export const inMegabytes = (bytes: number | null): number | null => (bytes === null ? null : bytes / MEGABYTE);

/** A number of things as tables show it: `60,000`. */
export const count = (number: number): string => number.toLocaleString('en-US');
