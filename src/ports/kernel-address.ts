/**
 * An address as `/proc/net` writes it, in words of four bytes that each stand in the machine's
 * order, as a person does: `0100007F` → `127.0.0.1`.
 */
export function formatKernelAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap(wordBytes);
  if (bytes.length === 4) return bytes.join('.');
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff;
  return mapped ? bytes.slice(12).join('.') : compress(bytes);
}

function wordBytes(word: string): number[] {
  const bytes = [...Buffer.from(word, 'hex')];
  return LITTLE_ENDIAN ? bytes.reverse() : bytes;
}

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** RFC 5952: the longest run of zero groups becomes `::`. */
function compress(bytes: readonly number[]): string {
  const groups = Array.from({ length: bytes.length / 2 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  );
  const text = groups.join(':');
  const runs = text.match(/(?<![^:])0(:0)+(?![^:])/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return text;
  const at = text.search(new RegExp(`(?<![^:])${longest}(?![^:])`));
  const [before, after] = [text.slice(0, at), text.slice(at + longest.length)];
  return `${before.replace(/:$/, '')}::${after.replace(/^:/, '')}`;
}
