import { createServer } from 'node:http';
import { basename, join } from 'node:path';

/** What an engine says to a question; 'nothing' is one that never answers. */
export type EngineAnswer = { readonly status: number; readonly body: object } | 'nothing';

export interface FakeEngine {
  /** As `DOCKER_HOST` has it. */
  readonly host: string;
  stop(): void;
}

/** Something that speaks as a container engine does, over a socket in this folder. */
export async function startEngine(
  folder: string,
  answer: (url: string) => EngineAnswer,
): Promise<FakeEngine> {
  const server = createServer(({ url = '' }, response) => {
    const said = answer(url);
    if (said !== 'nothing') response.writeHead(said.status).end(JSON.stringify(said.body));
  });
  const isWindows = process.platform === 'win32';
  const socket = isWindows ? `//./pipe/${basename(folder)}` : join(folder, 'socket');
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    host: `${isWindows ? 'npipe' : 'unix'}://${socket}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
