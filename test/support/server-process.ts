/**
 * A scripted server in a process of its own, for tests whose client never yields to the event loop.
 *
 * As the main module it plays the script in argv[2] and prints its port; imported, it starts that process.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { argv, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { startServer, type ServerScript } from './scripted-server.js';

const self = fileURLToPath(import.meta.url);

if (argv[1] === self) {
  const server = await startServer(JSON.parse(argv[2] ?? '') as ServerScript);
  console.log(server.port);
}

export interface ServerProcess {
  readonly port: number;
  close(): void;
}

export async function startServerProcess(script: ServerScript): Promise<ServerProcess> {
  const child: ChildProcess = spawn(execPath, [self, JSON.stringify(script)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return {
    port: Number(line.toString()),
    close: () => {
      child.kill('SIGKILL');
    },
  };
}
