import type { Protocol } from '../../ports/index.js';
import type { BoundNumber } from './bound.js';
import type { ConfiguredServer, DefaultPort, GivenPort } from './default-port.js';
import type { PackedFile } from './packed.js';
import type { RangeReading } from './range-reading.js';
import type { FilePlace, LeftAlone, Note, Problem, Role, Site } from './site.js';
import type { StartedScript } from './started.js';

/** One step of `${A:-${B-3000}}`: an empty A passes on to B, an empty B does not pass on. */
export interface ChainLink {
  readonly variable: string;
  readonly emptyPasses: boolean;
}

/** A place that reads variables: what ties a compose file or a script to an env file. */
export interface Reading extends FilePlace {
  /** Asked in order; the first that is set decides. */
  readonly chain: readonly ChainLink[];
  /** The digits that stand where none is set. */
  readonly fallback?: Site;
  /**
   * The variables name the host of the fallback, which counts where that is this machine; and
   * whether it is where none is set.
   */
  readonly isHere?: boolean;
  /** What the number becomes at this place. `container`: it must not move. */
  readonly role: Role | 'container';
  readonly protocol?: Protocol;
  readonly fallbackName?: string;
  readonly twin?: string;
  /**
   * Of `container`: the place or the reason in words, as "services.web.command". A `refer` that has
   * one is the container's too, unless another container publishes what it comes to.
   */
  readonly where?: string;
  /** As `Site.insideOf`. */
  readonly insideOf?: string;
  /** The program inside has the variable from the env file too: why it stays where none sets it. */
  readonly fromEnvFile?: string;
  /** A URL that such a variable holds is what this server listens on, most often inside a container. */
  readonly address?: string;
}

/** A variable that an env file sets. Of duplicates only the last, which is the one that counts. */
export interface Definition extends FilePlace {
  readonly variable: string;
  readonly empty: boolean;
  /** The site that its value is, where that is a port number and nothing else. */
  readonly site?: Site;
  /** Why the number is no site by itself. A place that publishes it may overrule that. */
  readonly reason?: string;
  /** The reason cannot be overruled: the number is a container's or another machine's. */
  readonly fixed?: boolean;
  /** The reason is not worth telling: nothing but the number looks like a port. */
  readonly quiet?: boolean;
  /** The value is a name of this machine. */
  readonly isHere?: boolean;
  /** Where the value is `${OTHER}` and nothing else. */
  readonly chain?: readonly ChainLink[];
  readonly fallback?: Site;
}

/** An env file that a container is given: by its service, or by `docker run --env-file`. */
export interface EnvFileReading extends FilePlace {
  /** Of the env file, from the project's root. */
  readonly path: string;
  readonly container: { readonly service: string } | { readonly ports: readonly number[] };
}

/** Where a file names another one. */
export interface NamedFile extends FilePlace {
  /** Of the other one, from the project's root. */
  readonly path: string;
}

/** A build tool made the image, and not Compose: all that leads to the folder is a name. */
export type NamedAfter = 'runs an image with the name of' | 'has the name of';

/** A service whose container holds a folder of the project: built from it, or mounted. */
export interface FolderReading extends FilePlace {
  /** From the project's root, which is the empty text; or the name alone, of any such folder. */
  readonly folder: string;
  readonly service: string;
  readonly how: 'is built from' | 'mounts' | NamedAfter;
  /** What it is called itself: of the folder that it is built from, where nothing in there serves. */
  readonly called?: readonly string[];
  /** What it is built by, which exposes more of them. */
  readonly dockerfile?: string;
  /** Which stage of that; the last one where it is not said. */
  readonly target?: string;
  /** Which profiles of Spring it runs with, where the service says it. */
  readonly profiles?: readonly string[];
}

/** A part of a Dockerfile of which an image is made, by its name in small letters. */
export interface ImageStage {
  readonly name: string;
  /** The numbers that its containers have inside. */
  readonly ports: readonly number[];
}

/** What containers, or a package script that they may run, are started with. */
export interface ContainedCommand {
  /** Of a compose file the service, of a package the script; the empty text of a Dockerfile. */
  readonly of: string;
  /** A line of a shell, or the words that no shell reads. */
  readonly command: string | readonly string[];
  /** Of a Dockerfile: the stage lacks what development needs. */
  readonly isBuilt?: boolean;
}

/** Files that a compose file takes in by `include`, all paths from the project's root. */
export interface IncludeReading {
  readonly paths: readonly string[];
  /** What sets the variables in them, where the env files of the including project do not. */
  readonly envFiles: readonly string[];
}

/**
 * Who gives the variables in a file their values: compose, with the `.env` beside it; the file
 * itself, as dotenv expands it; or a shell, which reads no file at all.
 */
export type Reader = 'compose' | 'dotenv' | 'shell';

/** All that one file says about ports. */
export interface Findings {
  readonly reader: Reader;
  readonly sites: readonly Site[];
  readonly leftAlone: readonly LeftAlone[];
  readonly readings: readonly Reading[];
  readonly ranges: readonly RangeReading[];
  readonly definitions: readonly Definition[];
  readonly envFiles: readonly EnvFileReading[];
  readonly folders: readonly FolderReading[];
  /** Numbers that containers use among themselves: targets of mappings, `expose`. */
  readonly containerPorts: readonly number[];
  /** Of a compose file: the numbers that the localhost of each service has. */
  readonly servicePorts: readonly (readonly [service: string, ports: readonly number[]])[];
  /** Of a Dockerfile, in order. */
  readonly stages: readonly ImageStage[];
  readonly commands: readonly ContainedCommand[];
  /** Variables that compose sets for containers, whatever an env file says. */
  readonly told: readonly string[];
  /** Variables behind which a port is written: `${BASE_URL}:3000`. */
  readonly led: readonly string[];
  readonly includes: readonly IncludeReading[];
  /** Services that take what another one says, of this file or of another. */
  readonly extended: readonly {
    readonly service: string;
    readonly path: string;
    readonly base: string;
  }[];
  /** Files that this one names as compose files, included and extended ones, from the root. */
  readonly names: readonly NamedFile[];
  /** Env files that commands of this machine have their variables from: `node --env-file=dev.env`. */
  readonly loaded: readonly NamedFile[];
  /** What is no port, and would come between two runs all the same. */
  readonly notes: readonly Note[];
  /** Of an env file: what COMPOSE_FILE names, from the project's root. */
  readonly composeFiles: readonly string[];
  readonly defaults: readonly DefaultPort[];
  readonly configured: readonly ConfiguredServer[];
  /** Numbers that source code listens on, whatever a variable says. */
  readonly bound: readonly BoundNumber[];
  readonly givenPorts: readonly GivenPort[];
  readonly starts: readonly StartedScript[];
  readonly packed: readonly PackedFile[];
  /** Of a package: scripts with the names of servers, which do something of their own. */
  readonly scripts: readonly string[];
  readonly problems: readonly Problem[];
}
