/**
 * A draft as the program that sends it with Steam's interface, its signals fired once a frame.
 */
import { plainDraft, type RequestDraft } from '../request/draft.js';
import { literal } from './literals.js';

export function steamCode(draft: RequestDraft): string {
  return `import { Steam } from 'tickwire/steam';
${draft.streaming ? streamedListener : ''}
${draft.streaming ? streamedCompletion : bufferedCompletion}
const request = Steam.createHTTPRequest(Steam.HTTP_METHOD_${draft.method}, ${literal(draft.url)});
${[...settings(draft), ...sending(draft)].join('\n')}

const game = setInterval(() => {
  Steam.run_callbacks();
}, 1000 / 60);
`;
}

const streamedListener = `
Steam.http_request_data_received.connect((handle, _context, offset, size) => {
  const piece = Steam.getHTTPStreamingResponseBodyData(handle, offset, size);
  console.log(\`\${piece.length} bytes\`); // Here is the body, piece by piece.
});
`;

const streamedCompletion = completion([], '${status}, ${size} bytes in all');
const bufferedCompletion = completion(
  ['const body = Steam.getHTTPResponseBodyData(handle, size);'],
  '${status}, ${body.length} bytes',
);

/** @param told - What is printed of a success, as the inside of a template literal. */
function completion(lines: readonly string[], told: string): string {
  return `Steam.http_request_completed.connect((handle, _context, success, status, size) => {
${lines.map((line) => `  ${line}\n`).join('')}  console.log(success ? \`${told}\` : Steam.getHTTPRequestError(handle)?.message);
  Steam.releaseHTTPRequest(handle);
  clearInterval(game);
});
`;
}

function settings(draft: RequestDraft): string[] {
  const plain = plainDraft(draft.url);
  const lines: string[] = [];
  for (const { name, value } of draft.headers) {
    lines.push(`Steam.setHTTPRequestHeaderValue(request, ${literal(name)}, ${literal(value)});`);
  }
  for (const { name, value } of draft.parameters) {
    lines.push(`Steam.setHTTPRequestGetOrPostParameter(request, ${literal(name)}, ${literal(value)});`);
  }
  if (draft.body !== '') {
    lines.push(`Steam.setHTTPRequestRawPostBody(request, ${literal(draft.bodyType)}, ${literal(draft.body)});`);
  }
  if (draft.activityTimeout !== plain.activityTimeout) {
    lines.push(`Steam.setHTTPRequestNetworkActivityTimeout(request, ${draft.activityTimeout});`);
  }
  if (draft.absoluteTimeout !== plain.absoluteTimeout) {
    lines.push(`Steam.setHTTPRequestAbsoluteTimeoutMS(request, ${draft.absoluteTimeout});`);
  }
  return lines;
}

function sending({ streaming, priority }: RequestDraft): string[] {
  const send = streaming ? 'sendHTTPRequestAndStreamResponse' : 'sendHTTPRequest';
  return [
    `Steam.${send}(request);`,
    ...(priority === 'first' ? ['Steam.prioritizeHTTPRequest(request);'] : []),
    ...(priority === 'last' ? ['Steam.deferHTTPRequest(request);'] : []),
  ];
}
