import type { Site } from '../sites/site.js';

/** What a file kind adds to what the notations say. */
export type SiteTraits = Partial<
  Pick<
    Site,
    | 'variable'
    | 'fallbackName'
    | 'protocol'
    | 'twin'
    | 'role'
    | 'block'
    | 'toldOutside'
    | 'script'
    | 'isOfTool'
  >
>;

/** The same of a port that is written nowhere yet. */
export type InsertionTraits = Pick<Site, 'insert' | 'role' | 'rule' | 'confidence'> & SiteTraits;
