import { connect, type Socket } from 'node:net';
import type { DockerEndpoint } from './docker-endpoint.js';
import { elapsedMs } from './elapsed.js';

/** For one look at an engine, in milliseconds: a hung one must not hang a build. */
export const PATIENCE_MS = 1500;

/** More than this is no answer of an engine. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** An answer that is there already is read within so long, if this process is let run at all. */
const TURN_MS = 250;

/**
 * Asks an engine for one document. A question in HTTP/1.0 over a plain socket: the answer ends with
 * the connection, and Node's own HTTP client takes longer to load than a port takes to reserve.
 * @param deadline when to give up, on the clock of `elapsedMs()`.
 * @returns undefined for what the engine does not have.
 * @throws {LateAnswer} and whatever a socket fails with.
 */
export async function askDocker(
  endpoint: DockerEndpoint,
  path: string,
  deadline: number,
): Promise<unknown> {
  const socket = connect('socketPath' in endpoint ? { path: endpoint.socketPath } : endpoint);
  const giveUp = () => socket.destroy(new LateAnswer('it took too long'));
  const endPatience = whenAwakeFor(deadline - elapsedMs(), giveUp);
  try {
    socket.write(`GET ${path} HTTP/1.0\r\nHost: docker\r\nAccept: application/json\r\n\r\n`);
    return readAnswer(await readAll(socket));
  } finally {
    endPatience();
  }
}

/**
 * Calls back after so many milliseconds in which this process could have read an answer: on a busy
 * machine it may not be let run for longer than that, and finds the answer and the end of its
 * patience there at once. @returns what calls it off
 */
function whenAwakeFor(ms: number, act: () => void): () => void {
  let left = Math.max(TURN_MS, ms);
  const turn = () => {
    const next = Math.min(TURN_MS, left);
    left -= next;
    return setTimeout(() => {
      if (left <= 0) act();
      else timer = turn();
    }, next);
  };
  let timer = turn();
  return () => clearTimeout(timer);
}

/** The engine did not answer in time. */
export class LateAnswer extends Error {}

function readAll(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    socket.on('data', (chunk) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > MAX_ANSWER_BYTES) socket.destroy(new Error('its answer is too large'));
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(Buffer.concat(chunks)));
  });
}

function readAnswer(answer: Buffer): unknown {
  const end = answer.indexOf('\r\n\r\n');
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(answer.toString('latin1', 0, 12))?.[1];
  if (status === undefined || end < 0) throw new Error('its answer is not HTTP');
  if (status === '404') return undefined;
  if (status !== '200') throw new Error(`status ${status}`);
  return JSON.parse(answer.toString('utf8', end + 4));
}
