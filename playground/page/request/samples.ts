/**
 * Requests that are one click away, each for one thing that a client meets. All go to the page's own server.
 */
import { plainDraft, type RequestDraft } from './draft.js';

/** A button of the page: what it says, and the requests that it makes. */
export interface Sample {
  readonly name: string;
  /** What happens, for those who hesitate. */
  readonly hint: string;
  /** What the request is, but for the interface, which stays as it is unless this says otherwise. */
  readonly changes: Partial<RequestDraft> & { readonly url: string };
  /** How many of it are sent at once; 1 unless said. */
  readonly times?: number;
}

/** The samples, for a page of this origin whose server also has another one. */
export function samplesFor(origin: string, otherOrigin: string): readonly Sample[] {
  const at = (path: string): string => `${origin}/samples/${path}`;
  return [
    { name: 'Text', hint: 'a few bytes of text', changes: { url: at('hello') } },
    { name: 'JSON', hint: 'a small document', changes: { url: at('json') } },
    { name: 'Image', hint: 'a picture', changes: { url: at('image') } },
    { name: 'Latin-1', hint: 'text that is not UTF-8', changes: { url: at('latin1') } },
    { name: 'Slow', hint: 'eight lines in two seconds, chunked', changes: { url: at('slow') } },
    { name: '20 MB', hint: 'a download of a second or two', changes: { url: at('download?bytes=20000000') } },
    {
      name: 'Eight parallel',
      hint: 'eight downloads of 3 MB at once',
      changes: { url: at('download?bytes=3000000&rate=3000000') },
      times: 8,
    },
    {
      name: 'Upload',
      hint: 'a POST whose body comes back',
      changes: {
        url: at('echo'),
        method: 'POST',
        bodyType: 'application/json',
        body: '{"player": "Ada", "score": 4210, "ranks": [1, 1, 2]}',
      },
    },
    {
      name: 'Parameters',
      hint: 'a GET whose headers and query come back',
      changes: {
        url: at('mirror'),
        headers: [{ name: 'Accept', value: 'application/json' }],
        parameters: [
          { name: 'player', value: 'Zoë' },
          { name: 'season', value: '7' },
        ],
      },
    },
    { name: 'Redirect', hint: 'three redirects to the JSON', changes: { url: at('redirect?times=3') } },
    { name: 'Error 500', hint: 'an answer that says the server failed', changes: { url: at('error') } },
    { name: 'Reset', hint: 'the connection breaks in the middle of the body', changes: { url: at('reset') } },
    {
      name: 'Timeout',
      hint: 'a server that never answers, and a deadline of one second (Steam)',
      changes: { url: at('stall'), interface: 'steam', absoluteTimeout: 1000 },
    },
    {
      name: 'Refused by CORS',
      hint: 'another origin that does not let this page read its answers',
      changes: { url: `${otherOrigin}/samples/json` },
    },
    {
      name: 'Other origin',
      hint: 'another origin that lets everybody read its answers',
      changes: { url: `${otherOrigin}/permitted/samples/json` },
    },
  ];
}

/** The request of a sample: a plain one with the sample's changes. */
export function sampleDraft(sample: Sample, present: RequestDraft): RequestDraft {
  return { ...plainDraft(sample.changes.url), interface: present.interface, ...sample.changes };
}
