import type { PortNumber } from '../../ports/index.js';
import type { DataFormat } from '../formats/data.js';
import type { Collector } from './collector.js';
import { defined } from './defined.js';
import type { ImpliedPort } from './row.js';
import type { RowDocument } from './row-document.js';

/** Tells of the servers that listen on a number which their file could state and does not. */
export function leaveImplied(
  implied: ImpliedPort,
  file: string,
  documents: readonly RowDocument[],
  { collector, format }: { readonly collector: Collector; readonly format: DataFormat },
): void {
  const { at, value, key, fromTop = false, files, port, server, configuredAs } = implied;
  const { keyOfProfile = key, variables } = implied;
  if (files && !files.test(file)) return;
  const isStated = (path: readonly string[]): boolean =>
    documents.some((document) => document.has(path));
  if (fromTop && (isStated(key) || isStated(keyOfProfile))) return;
  if (value && !documents.some((document) => value.test(document.textAt(at) ?? ''))) return;
  const sets = format.name === 'TOML' ? ' =' : ':';
  const hint = `with "${key.join('.')}${sets} ${port}" here it could be moved`;
  const reason = `${server} listens on its default where nothing says otherwise; ${hint}`;
  const places = documents.flatMap((document) => document.prefixes(at));
  for (const { path, offset } of fromTop ? places.slice(0, 1) : places) {
    if (!fromTop && isStated([...path, ...key])) continue;
    if (configuredAs === undefined) collector.leaveAt(offset, reason, port);
    else {
      const unlessStated = profileFiles(implied, file, documents);
      const found = { server: configuredAs, port: port as PortNumber, hint, unlessStated };
      collector.implied(offset, { ...found, ...defined({ variables }) });
    }
  }
}

/** `application.yml` with the profile `local` → `application-local.yml`, and in other formats. */
function profileFiles(
  { profiles = [] }: ImpliedPort,
  file: string,
  documents: readonly RowDocument[],
): string[] {
  const names = documents.flatMap((each) => each.textAt(profiles)?.split(',') ?? []);
  const stem = file.replace(/\.[^./]+$/, '');
  return names
    .map((name) => name.trim())
    .filter((name) => /^[\w-]{1,40}$/.test(name))
    .flatMap((name) => ['yml', 'yaml', 'properties'].map((kind) => `${stem}-${name}.${kind}`));
}
