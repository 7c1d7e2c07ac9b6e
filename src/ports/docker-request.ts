import { connect } from 'node:net';
import type { DockerEndpoint } from './docker-endpoint.js';

/** More than this is no answer of an engine. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/**
 * Asks an engine for one document. A question in HTTP/1.0 over a plain socket: the answer ends with
 * the connection, and Node's own HTTP client takes longer to load than a port takes to reserve.
 * @returns undefined for what the engine does not have.
 */
export async function askDocker(
  endpoint: DockerEndpoint,
  path: string,
  signal: AbortSignal,
): Promise<unknown> {
  const target = 'socketPath' in endpoint ? { path: endpoint.socketPath } : endpoint;
  const socket = connect({ ...target, signal });
  socket.write(`GET ${path} HTTP/1.0\r\nHost: docker\r\nAccept: application/json\r\n\r\n`);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error('its answer is too large');
    chunks.push(chunk);
  }
  return readAnswer(Buffer.concat(chunks));
}

function readAnswer(answer: Buffer): unknown {
  const end = answer.indexOf('\r\n\r\n');
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(answer.toString('latin1', 0, 12))?.[1];
  if (status === undefined || end < 0) throw new Error('its answer is not HTTP');
  if (status === '404') return undefined;
  if (status !== '200') throw new Error(`status ${status}`);
  return JSON.parse(answer.toString('utf8', end + 4));
}
