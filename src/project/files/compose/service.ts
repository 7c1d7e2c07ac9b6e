import type { YamlFile } from '../../formats/yaml.js';
import type { SourceFile } from '../../writing/source-file.js';
import type { Collector } from '../collector.js';

/** What the parts of the kind share while they look at one document of a file. */
export interface ComposeFile {
  readonly source: SourceFile;
  readonly yaml: YamlFile;
  readonly collector: Collector;
  /** Where scalars begin that were looked at already. */
  readonly seen: Set<number>;
  /** Of all documents of the source: see `outsideDefaults`. */
  readonly outside: Set<string>;
  /** Of all documents of the source: see `hostListeners`. */
  readonly listeners: Map<number, Service>;
}

/** One service, its merges and aliases resolved on the way. */
export interface Service {
  readonly name: string;
  readonly node: unknown;
  readonly ownPorts: readonly number[];
  /** `network_mode: host`: its localhost is the host's, and its `ports` count for nothing. */
  readonly onHost: boolean;
}
