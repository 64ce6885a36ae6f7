/**
 * A draft as the program that sends it with HTTPClient, once a frame, as a newcomer would write it.
 */
import { addressParts } from '../request/address.js';
import { plainDraft, type Field, type RequestDraft } from '../request/draft.js';
import { groupedParameters, parametersGo, requestHeaders } from '../request/http-client-request.js';
import { arrayLiteral, key, literal } from './literals.js';

export function httpClientCode(draft: RequestDraft): string {
  const { host, port } = addressParts(draft.url);
  const connectArguments = [literal(host), ...(port === -1 ? [] : [String(port)])].join(', ');
  const chunkSize =
    draft.chunkSize === plainDraft(draft.url).chunkSize ? '' : `client.read_chunk_size = ${draft.chunkSize};\n`;
  return `import { GodotError, HTTPClient, errorName } from 'tickwire/godot';

const client = new HTTPClient();
${chunkSize}let size = 0;
let asked = false;

client.connect_to_host(${connectArguments});
const game = setInterval(frame, 1000 / 60);

function frame(): void {
  client.poll();
  for (let chunk = client.read_response_body_chunk(); chunk.length > 0; chunk = client.read_response_body_chunk()) {
    size += chunk.length; // Here is the body, piece by piece.
  }

  const status = client.get_status();
  if (status === HTTPClient.STATUS_CONNECTED && !asked) {
    asked = true;
    ask();
  } else if (status === HTTPClient.STATUS_CONNECTED || status === HTTPClient.STATUS_DISCONNECTED) {
    finish(\`\${client.get_response_code()}, \${size} bytes\`);
  } else if (failures.has(status)) {
    finish('no answer, or not all of it; the warning on the console says why');
  }
}

function ask(): void {
${askBody(draft)}
  if (error !== GodotError.OK) finish(errorName(error));
}

const failures = new Set<number>([
  HTTPClient.STATUS_CANT_RESOLVE,
  HTTPClient.STATUS_CANT_CONNECT,
  HTTPClient.STATUS_CONNECTION_ERROR,
  HTTPClient.STATUS_TLS_HANDSHAKE_ERROR,
]);

function finish(message: string): void {
  console.log(message);
  clearInterval(game);
  client.close();
}
`;
}

/** Two lines or more that make \`error\` out of \`client.request\`. */
function askBody(draft: RequestDraft): string {
  const { target } = addressParts(draft.url);
  const destination = parametersGo(draft);
  const lines: string[] = [];
  if (destination !== 'nowhere') {
    const name = destination === 'query' ? 'query' : 'form';
    lines.push(`const ${name} = client.query_string_from_dict(${dictionary(draft.parameters)});`);
  }
  const url = destination === 'query' ? queryTarget(target) : literal(target);
  const body = destination === 'form' ? 'form' : draft.body === '' ? null : literal(draft.body);
  const parts = [`HTTPClient.METHOD_${draft.method}`, url, arrayLiteral(requestHeaders(draft), '  ')];
  lines.push(`const error = client.request(${[...parts, ...(body === null ? [] : [body])].join(', ')});`);
  return lines.map((line) => `  ${line}`).join('\n');
}

function queryTarget(target: string): string {
  return `${literal(`${target}${target.includes('?') ? '&' : '?'}`)} + query`;
}

function dictionary(parameters: readonly Field[]): string {
  const pairs = [...groupedParameters(parameters)].map(
    ([name, value]) => `${key(name)}: ${typeof value === 'string' ? literal(value) : arrayLiteral(value, '    ')}`,
  );
  return pairs.length === 1 ? `{ ${pairs.join('')} }` : `{\n${pairs.map((pair) => `    ${pair},\n`).join('')}  }`;
}
