import type { PortNumber } from '../../ports/index.js';
import type { Collector } from './collector.js';
import type { UnsaidCall } from './row.js';
import type { RowDocument } from './row-document.js';

/** A client whose settings say of which service, and not where: it goes to its default on this machine. */
export function noteUnsaidCall(
  { at, unless, port, key, client, files }: UnsaidCall,
  file: string,
  documents: readonly RowDocument[],
  collector: Collector,
): void {
  if (!files.test(file)) return;
  const [place] = documents.flatMap((document) => document.prefixes(at));
  const isSaid = documents.some((document) =>
    unless.some((path) => document.has([...at, ...path])),
  );
  if (place === undefined || isSaid) return;
  const setting = [...at, key].join('.');
  const stays = `${client} calls localhost:${port} where nothing says otherwise; with "${setting}" here it would follow`;
  collector.add(
    collector.places.insertion(place.offset, port as PortNumber, {
      ...{ role: 'refer', rule: 'client.default', confidence: 'likely', protocol: 'tcp' },
      ...{ insert: { before: '', after: '' }, stays },
    }),
  );
}
