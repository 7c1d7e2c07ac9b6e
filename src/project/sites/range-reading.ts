import type { Protocol } from '../../ports/index.js';
import type { ChainLink } from './findings.js';
import type { FilePlace, Site } from './site.js';

/** A range of published ports, of which variables say an end or both. */
export interface RangeReading extends FilePlace {
  readonly ends: readonly [RangeEndReading, RangeEndReading];
  readonly protocol: Protocol;
  /** The container's own ports, where they are known. */
  readonly targets: readonly number[];
  /** What the number at this place of the range is called and tied by. */
  readonly traitsAt: (at: number) => Pick<Site, 'fallbackName' | 'twin'>;
  /** What the service is told of a number, as the setting that says it. */
  readonly toldOf: (port: number) => string | undefined;
  readonly service: string;
}

/** One end: the digits that stand there, or that count where none of the variables is set. */
export interface RangeEndReading {
  readonly chain: readonly ChainLink[];
  readonly fallback?: Site;
}
