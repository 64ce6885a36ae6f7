/** Listens to what is published about requests, for the time of a test. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { RequestChannelName, RequestMessages, TracedRequest } from '#src/index.js';

export type Published = {
  [Name in RequestChannelName]: [step: Step<Name>, message: RequestMessages[Name]];
}[RequestChannelName];
type Step<Name extends string> = Name extends `tickwire:request:${infer Last}` ? Last : never;

const steps = ['created', 'headers', 'completed', 'failed'] as const;

/** Runs `use` while all channels, or those named, are listened to; it gets what was published so far. */
export async function listening(
  use: (published: Published[]) => Promise<void>,
  to: readonly (typeof steps)[number][] = steps,
): Promise<void> {
  const published: Published[] = [];
  const listeners = to.map((step) => {
    const listener = (message: unknown): void => {
      published.push([step, message] as Published);
    };
    subscribe(`tickwire:request:${step}`, listener);
    return { step, listener };
  });
  try {
    await use(published);
  } finally {
    for (const { step, listener } of listeners) unsubscribe(`tickwire:request:${step}`, listener);
  }
}

/** What happened to each request, in order: `GET http://…: created headers completed`. */
export function histories(published: readonly Published[]): string[] {
  const byRequest = new Map<TracedRequest, string>();
  for (const [step, { request }] of published) {
    byRequest.set(request, `${byRequest.get(request) ?? `${request.method} ${request.url}:`} ${step}`);
  }
  return [...byRequest.values()];
}

/** The message of a step, which must have been published exactly once. */
export function only<Name extends Published[0]>(
  published: readonly Published[],
  step: Name,
): RequestMessages[`tickwire:request:${Name}`] {
  const found = published.filter(([other]) => other === step);
  if (found.length !== 1) throw new Error(`${found.length} messages of ${step}: ${histories(published).join('; ')}`);
  return found[0]![1] as RequestMessages[`tickwire:request:${Name}`];
}
