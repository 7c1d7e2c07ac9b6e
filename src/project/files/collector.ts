import type { PortNumber } from '../../ports/index.js';
import { offsetAt, type Value } from '../formats/value.js';
import { defaultAt } from '../notations/interpolation.js';
import type { Mention, MentionedChain } from '../notations/setting.js';
import { variablesBeforePorts } from '../notations/unwritten-ports.js';
import { folderOf } from '../packages.js';
import type { DefaultPort, GivenPort, ImpliedServer } from '../sites/default-port.js';
import type {
  ChainLink,
  ContainedCommand,
  Definition,
  EnvFileReading,
  Findings,
  FolderReading,
  ImageStage,
  IncludeReading,
  Reader,
  Reading,
} from '../sites/findings.js';
import type { RangeReading } from '../sites/range-reading.js';
import type { FilePlace, LeftAlone, Note, Site } from '../sites/site.js';
import { siteKey } from '../sites/site-place.js';
import type { StartedScript } from '../sites/started.js';
import type { SourceFile } from '../writing/source-file.js';
import { defined } from './defined.js';
import { countOf, dropKept, type Gathered, gathered } from './gathered.js';
import { Places } from './places.js';
import type { SiteTraits } from './site-traits.js';

/** More findings than this no file of a person has. */
const MAX_FINDINGS = 5000;
const TOO_MUCH = `It states more than ${MAX_FINDINGS} numbers and variables, and is left alone`;

/** Gathers what one file says, and turns offsets of values into places of the file. */
export class Collector {
  readonly places: Places;
  readonly #file: SourceFile;
  readonly #found: Gathered;
  /** The sites that were found, by key, and offsets of what is left alone for good. */
  readonly #sites = new Map<string, number>();
  readonly #kept = new Set<number>();

  /** @param kind leads the names of the rules. */
  constructor(file: SourceFile, kind: string, reader: Reader) {
    this.#file = file;
    this.#found = gathered(reader);
    this.places = new Places(file, kind);
  }

  place(offset: number): FilePlace {
    return this.places.at(offset);
  }

  /** The site that a mention is, or undefined (and left alone) where its digits are escaped. */
  siteOf(value: Value, mention: Mention, traits: SiteTraits = {}): Site | undefined {
    const site = this.places.siteOf(value, mention, traits);
    if (site === undefined && !mention.insert)
      this.leave(value, mention.from, 'its digits are written as escapes', mention.port);
    return site;
  }

  /** Text that stands once is one site, also where anchors make it count in several places. */
  site(value: Value, { at, ...mention }: Mention, traits: SiteTraits = {}): void {
    const site = this.siteOf(value, mention, traits);
    const isRead = this.#found.reader !== 'shell';
    const chain = at ? [at] : defaultAt(value.text, mention.from);
    if (site && isRead && chain.length > 0) this.#default(site, chain, at?.isHere);
    else if (site) this.add(site);
  }

  /**
   * `${API_URL:-http://localhost:3000}` counts where nobody sets the variable, and
   * `http://${API_HOST:-localhost}:3000` where it is set to this machine too.
   */
  #default(fallback: Site, chain: readonly ChainLink[], isHere: boolean | undefined): void {
    const { start, insideOf } = fallback;
    this.read(start, { chain, role: 'refer', fallback, ...defined({ insideOf, isHere }) });
  }

  add(site: Site): void {
    const key = siteKey(site);
    const known = this.#sites.get(key);
    if (known === undefined) {
      this.#sites.set(key, this.#found.sites.length);
      this.#found.sites.push(site);
    } else if (site.role !== 'refer' && this.#found.sites[known]?.role === 'refer') {
      // A constant that a URL and the command of its server are both made of.
      this.#found.sites[known] = site;
    }
  }

  leave(
    value: Value,
    at: number,
    reason: string,
    port?: number,
    matters?: LeftAlone['matters'],
  ): void {
    this.leaveAt(offsetAt(value, at), reason, port, matters);
  }

  /** Left alone for good: also where the same text, by an anchor, counts as a site elsewhere. */
  keep(value: Value, at: number, reason: string, port?: number): void {
    const offset = offsetAt(value, at);
    if (this.#kept.has(offset)) return;
    this.#kept.add(offset);
    this.leave(value, at, reason, port);
  }

  leaveAt(offset: number, reason: string, port?: number, matters?: LeftAlone['matters']): void {
    const more = defined({ port, matters });
    this.#found.leftAlone.push(Object.assign(this.place(offset), { reason }, more));
  }

  /** A place of variables; the digits of its default become the site that counts without them. */
  chain(
    value: Value,
    { from, chain, last }: MentionedChain,
    reading: Omit<Reading, 'file' | 'line' | 'column' | 'chain' | 'fallback'>,
    traits: Partial<Mention> & Pick<SiteTraits, 'variable'> = {},
  ): Site | undefined {
    const { role, protocol, fallbackName, twin } = reading;
    const { variable = role === 'refer' ? undefined : chain.at(-1)?.variable, ...more } = traits;
    const fallback =
      last && role !== 'container'
        ? this.siteOf(
            value,
            { rule: 'default', role, confidence: 'certain', ...more, ...last },
            defined({ protocol, fallbackName, twin, variable }),
          )
        : undefined;
    const place = this.place(offsetAt(value, from));
    this.#found.readings.push(Object.assign(place, { chain }, reading, defined({ fallback })));
    return fallback;
  }

  read(offset: number, reading: Omit<Reading, 'file' | 'line' | 'column'>): void {
    this.#found.readings.push(Object.assign(this.place(offset), reading));
  }

  range(offset: number, reading: Omit<RangeReading, 'file' | 'line' | 'column'>): void {
    this.#found.ranges.push(Object.assign(this.place(offset), reading));
  }

  define(offset: number, definition: Omit<Definition, 'file' | 'line' | 'column'>): void {
    this.#found.definitions.push(Object.assign(this.place(offset), definition));
  }

  envFile(offset: number, reading: Omit<EnvFileReading, 'file' | 'line' | 'column'>): void {
    this.#found.envFiles.push(Object.assign(this.place(offset), reading));
  }

  folder(offset: number, reading: Omit<FolderReading, 'file' | 'line' | 'column'>): void {
    this.#found.folders.push(Object.assign(this.place(offset), reading));
  }

  /** The numbers that containers of a service have inside: one list for all that share them. */
  containerPorts(service: string, ports: readonly number[]): void {
    if (ports.length > 0) this.#found.servicePorts.push([service, ports]);
  }

  stage(stage: ImageStage): void {
    this.#found.stages.push(stage);
  }

  command(command: ContainedCommand): void {
    this.#found.commands.push(command);
  }

  tellContainers(variable: string): void {
    this.#found.told.push(variable);
  }

  include(reading: IncludeReading): void {
    this.#found.includes.push(reading);
  }

  extends(extended: Gathered['extended'][number]): void {
    this.#found.extended.push(extended);
  }

  note(offset: number, reason: string, more: Pick<Note, 'inOverlay' | 'unlessVaried'> = {}): void {
    this.#found.notes.push(Object.assign(this.place(offset), { reason }, more));
  }

  /** @param path of a compose file that stands at the offset. */
  name(offset: number, path: string): void {
    this.#found.names.push(Object.assign(this.place(offset), { path }));
  }

  /** @param path of an env file that a command at the offset loads. */
  load(offset: number, path: string): void {
    this.#found.loaded.push(Object.assign(this.place(offset), { path }));
  }

  composeFile(path: string): void {
    this.#found.composeFiles.push(path);
  }

  default(found: DefaultPort): void {
    this.#found.defaults.push(found);
  }

  /** A server of the file that listens on its default, unless a command that starts it says more. */
  implied(offset: number, found: ImpliedServer): void {
    const { server, port, hint: reason, variables = [], unlessThere, unlessStated = [] } = found;
    const insert = { before: '', after: '' };
    const traits = { role: 'listen', rule: 'implied', confidence: 'certain', insert } as const;
    const site = this.places.insertion(offset, port, traits);
    const folder = folderOf(this.#file.path);
    const rest = { isElsewhere: false, variables, obeysPort: false, isImplied: true, unlessStated };
    this.#found.defaults.push({
      site,
      server,
      folder,
      reason,
      ...rest,
      ...defined({ unlessThere }),
    });
  }

  /** @param reason why the port cannot be read, where it cannot. */
  configure(offset: number, server: string, reason?: string): void {
    this.#found.configured.push(Object.assign(this.place(offset), { server }, defined({ reason })));
  }

  bind(offset: number, port: PortNumber): void {
    this.#found.bound.push(Object.assign(this.place(offset), { port }));
  }

  givenPort(offset: number, given: Omit<GivenPort, keyof FilePlace>): void {
    this.#found.givenPorts.push(Object.assign(this.place(offset), given));
  }

  /** @param path of a file that an image is given, from the project's root. */
  pack(offset: number, path: string): void {
    this.#found.packed.push(Object.assign(this.place(offset), { path }));
  }

  start(offset: number, started: Omit<StartedScript, keyof FilePlace>): void {
    this.#found.starts.push(Object.assign(this.place(offset), started));
  }

  script(name: string): void {
    this.#found.scripts.push(name);
  }

  /** What was gathered; too much of it is a fault of the file, and none of it is used. */
  done(): Findings {
    const found = this.#found;
    if (countOf(found) > MAX_FINDINGS) return this.failed(0, TOO_MUCH);
    dropKept(found, this.#kept);
    const lists = new Set(found.servicePorts.map(([, ports]) => ports));
    found.containerPorts = [...new Set([...lists].flat())];
    found.led = variablesBeforePorts(this.#file.text);
    return found;
  }

  /** The findings of a file that cannot be read as what it is. */
  failed(offset: number, message: string): Findings {
    const found = gathered(this.#found.reader);
    found.problems.push(Object.assign(this.place(offset), { message }));
    return found;
  }
}
