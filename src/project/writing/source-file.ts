import { isUtf8 } from 'node:buffer';

/**
 * A file of the project as text that gives back its very bytes: UTF-8 where it is that, else
 * Latin-1, in which every byte is one character and ASCII digits are themselves.
 */
export interface SourceFile {
  /** Path from the project's root, with forward slashes. */
  readonly path: string;
  /** A byte order mark stays its first character. */
  readonly text: string;
  readonly encoding: 'utf8' | 'latin1';
}

/** The text of a file, or undefined where it is binary (it holds a NUL). */
export function decodeSource(path: string, bytes: Buffer): SourceFile | undefined {
  if (bytes.includes(0)) return undefined;
  const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
  return { path, text: bytes.toString(encoding), encoding };
}

export function encodeSource(file: SourceFile): Buffer {
  return Buffer.from(file.text, file.encoding);
}
