import type { Collector } from './collector.js';
import type { ImpliedPort } from './row.js';
import type { RowDocument } from './row-document.js';

/** Tells of the servers that listen on a number which their file could state and does not. */
export function leaveImplied(
  { at, key, fromTop = false, files, port, server }: ImpliedPort,
  file: string,
  documents: readonly RowDocument[],
  collector: Collector,
): void {
  if (files && !files.test(file)) return;
  const isStated = (path: readonly string[]): boolean =>
    documents.some((document) => document.has(path));
  if (fromTop && isStated(key)) return;
  const reason = `${server} listens on its default where nothing says otherwise; with "${key.join('.')}: ${port}" here it could be moved`;
  const places = documents.flatMap((document) => document.prefixes(at));
  for (const { path, offset } of fromTop ? places.slice(0, 1) : places) {
    if (fromTop || !isStated([...path, ...key])) collector.leaveAt(offset, reason, port);
  }
}
