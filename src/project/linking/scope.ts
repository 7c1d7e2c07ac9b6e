import type { CommandEnvFiles } from '../compose/command-env-files.js';
import { composeEnvFiles } from '../compose/env-files.js';
import { envFileBefore } from '../files/env-name.js';
import { addTo, addToSet, folderOf, foldersUp, joinPath } from '../packages.js';
import type { Definition, EnvFileReading, Findings, Reading } from '../sites/findings.js';
import type { FilePlace } from '../sites/site.js';
import { follow, type Lookup, type Outcome } from './follow.js';

/** What is known of files besides what was found in them. */
export interface KnownFiles {
  /** Links within the project: path of the link → path of the file. */
  readonly links?: ReadonlyMap<string, string>;
  /** Files that exist and were not read, with the reason. */
  readonly unread?: ReadonlyMap<string, string>;
  /** What commands have compose read in place of the `.env` beside its files. */
  readonly commandEnvFiles?: readonly CommandEnvFiles[];
}

/** What the env files of a project define, and who reads which of them. */
export class Scopes {
  readonly #files = new Map<string, ReadonlyMap<string, Definition>>();
  readonly #byFolder = new Map<string, string[]>();
  readonly #envFiles = new Set<string>();
  /** What lies in each folder, and in those within it. */
  readonly #envFilesBelow = new Map<string, string[]>();
  readonly #known: KnownFiles;
  readonly #composeEnvFiles: (path: string) => readonly string[];
  /** By compose file, what its commands have read: each once. */
  readonly #commands = new Map<string, Map<string, Lookup>>();
  readonly #handedOn: readonly EnvFileReading[];
  /** By the line of the command. */
  readonly #loaded = new Map<string, string[]>();
  #given: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(findings: ReadonlyMap<string, Findings>, known: KnownFiles) {
    this.#known = known;
    this.#composeEnvFiles = composeEnvFiles(findings);
    this.#handedOn = [...findings.values()].flatMap(({ envFiles }) => envFiles);
    for (const [path, { reader, definitions, loaded }] of findings) {
      for (const each of loaded) addTo(this.#loaded, `${each.file}:${each.line}`, each.path);
      if (reader === 'dotenv') this.#envFiles.add(path);
      if (definitions.length === 0) continue;
      this.#files.set(path, new Map(definitions.map((each) => [each.variable, each])));
    }
    for (const [path, own] of this.#files) {
      const rest = [...own].filter(([, each]) => this.before(each) === undefined);
      if (rest.length < own.size) this.#files.set(path, new Map(rest));
    }
    for (const [link, path] of known.links ?? []) {
      const definitions = this.#files.get(path);
      if (definitions) this.#files.set(link, definitions);
      if (this.#envFiles.has(path)) this.#envFiles.add(link);
    }
    for (const path of this.#envFiles)
      for (const folder of foldersUp(folderOf(path))) addTo(this.#envFilesBelow, folder, path);
    for (const path of this.#files.keys()) addTo(this.#byFolder, folderOf(path), path);
    for (const { composeFiles, envFiles } of known.commandEnvFiles ?? []) {
      const lookup = this.#ofFirst(envFiles);
      for (const path of composeFiles) {
        const own = this.#commands.get(path) ?? new Map<string, Lookup>();
        this.#commands.set(path, own.set(envFiles.join('\n'), lookup));
      }
    }
  }

  /** What another env file says of the variable, where that goes before it and is not the same. */
  before({ file, variable, site }: Definition): Definition | undefined {
    const first = envFileBefore(file);
    const found = first === undefined ? undefined : this.#files.get(first)?.get(variable);
    return found?.site !== undefined && found.site.port === site?.port ? undefined : found;
  }

  /** An env file itself. */
  ofFile(path: string): Lookup {
    return (variable) => this.#files.get(path)?.get(variable);
  }

  /** Compose reads `.env` beside its file, whatever folder it is started in. */
  ofCompose(path: string): Lookup {
    return this.#ofFirst(this.#composeEnvFiles(path));
  }

  /** What it reads in place of that where a command says so. */
  ofCommands(path: string): Lookup[] {
    return [...(this.#commands.get(path)?.values() ?? [])];
  }

  /** What the chain of a place comes to for commands. */
  followCommands({ file, chain }: Pick<Reading, 'file' | 'chain'>): Outcome[] {
    return this.ofCommands(file).map((lookup) => follow(chain, lookup));
  }

  #ofFirst(files: readonly string[]): Lookup {
    const lookups = files.map((file) => this.ofFile(file));
    return (variable) => {
      for (const lookup of lookups) {
        const definition = lookup(variable);
        if (definition !== undefined) return definition;
      }
      return undefined;
    };
  }

  /**
   * Where a file is read for containers: a compose file; or an env file, by the compose files that
   * hand it on to them.
   */
  ofContainers(path: string): Lookup[] {
    const givers = this.#givers().get(path) ?? [path];
    return givers.flatMap((each) => [this.ofCompose(each), ...this.ofCommands(each)]);
  }

  /**
   * An env file as its readers take it: dotenv expands it from itself, and compose, where it hands
   * the file on, from its own env files before that.
   */
  ofEnvFile(path: string): Lookup[] {
    const own = this.ofFile(path);
    const givers = this.#givers().get(path);
    if (givers === undefined) return [own];
    const lookups = givers.map((each) => this.ofCompose(each));
    return lookups.map((lookup) => (variable) => lookup(variable) ?? own(variable));
  }

  /** By env file, the compose files that hand it on. */
  #givers(): ReadonlyMap<string, readonly string[]> {
    if (this.#given !== undefined) return this.#given;
    const given = new Map<string, Set<string>>();
    for (const { path, file } of this.#handedOn)
      for (const each of this.filesAt(path)) addToSet(given, each, file);
    this.#given = new Map([...given].map(([path, files]) => [path, [...files]]));
    return this.#given;
  }

  /** Why a `.env` that compose reads is not known here, if there is one. */
  unreadBeside(path: string): string | undefined {
    const reasons = this.#composeEnvFiles(path).map((file) => this.#known.unread?.get(file));
    return reasons.find((reason) => reason !== undefined);
  }

  /** The `.env` files of the folders above, which old versions and `--env-file` read instead. */
  above(path: string): Lookup[] {
    return foldersUp(folderOf(path))
      .slice(1)
      .map((folder) => this.ofFile(joinPath(folder, '.env')));
  }

  /**
   * Each env file beside a package's scripts, and what the command itself loads: which of those
   * beside a tool loads, its own rules say.
   */
  beside({ file, line }: Pick<FilePlace, 'file' | 'line'>): Lookup[] {
    const beside = this.inFolder(folderOf(file));
    const loaded = this.#loaded.get(`${file}:${line}`) ?? [];
    return [...new Set([...beside, ...loaded])].map((path) => this.ofFile(path));
  }

  /** The env files of a folder. */
  inFolder(folder: string): readonly string[] {
    return this.#byFolder.get(folder) ?? [];
  }

  /** The env files that a path may mean, with a variable in it perhaps: `.env.${STAGE}`. */
  filesAt(path: string): string[] {
    const parts = path.split(/\$\{[^}]*\}|\$\w+/);
    if (parts.length === 1) return this.#envFiles.has(path) ? [path] : [];
    const below = this.#envFilesBelow.get(folderOf(parts[0] ?? '')) ?? [];
    return below.filter((file) => fits(file, parts));
  }

  definitions(path: string): Definition[] {
    return [...(this.#files.get(path)?.values() ?? [])];
  }
}

function fits(file: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  return file.startsWith(first) && file.endsWith(rest.at(-1) ?? '');
}
