import type { BlockPlace, PortNumber, Protocol } from '../../ports/index.js';
import type { BoundNumber } from './bound.js';
import type { ConfiguredServer, DefaultPort, GivenPort } from './default-port.js';
import type { Insertion } from './inserted.js';
import type { PackedFile } from './packed.js';
import type { RangeReading } from './range-reading.js';
import type { StartedScript } from './started.js';

/**
 * What stands at a site: `listen`, a server binds the port here; `publish`, a container publishes
 * it; `refer`, a client speaks of it.
 */
export type Role = 'listen' | 'publish' | 'refer';

/** `certain`: the file's grammar says so; `likely`: a convention does; `guess`: only the shape does. */
export type Confidence = 'certain' | 'likely' | 'guess';

/** A place in a file of the project: line and column count from 1, a column in UTF-16 units. */
export interface FilePlace {
  /** Path from the project's root, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The exact place in a project file that states a host port: where its digits begin. */
export interface Site extends FilePlace {
  /** Offsets into the file's text, of the digits alone: `[start, end)`. */
  readonly start: number;
  readonly end: number;
  readonly port: PortNumber;
  /** Undefined where the site does not say (a variable, a number): it joins either. */
  readonly protocol?: Protocol;
  readonly role: Role;
  /** Which rule of which file kind found it, as `compose.ports.short`. */
  readonly rule: string;
  readonly confidence: Confidence;
  /** The variable whose value states the port here: the strongest source of its name. */
  readonly variable?: string;
  /** The name it gives its port when no variable does: `WEB_PORT` of the service `web`. */
  readonly fallbackName?: string;
  /**
   * Of a `refer` site: a variable such as API_PORT, which follows the one server that has its
   * number, and is itself the server's where the project shows none.
   */
  readonly mayServe?: boolean;
  /**
   * Of a `refer` site: it is read inside a container, and speaks of a program that listens there,
   * never of what a container publishes.
   */
  readonly inside?: boolean;
  /** Of a URL: the variable that it stands in. */
  readonly setIn?: string;
  /** The variable beside it that names this machine: SMTP_HOST of SMTP_PORT. */
  readonly hostIn?: string;
  /** Of a URL in an env file: it is told to somebody on the host, whoever is given the file. */
  readonly toldOutside?: boolean;
  /** Of a `refer` site that means what a container publishes, or nothing known: why it stays then. */
  readonly unlessPublished?: string;
  /** Of a `refer` site: the folder, from the root, of the program whose port it is, and no other's. */
  readonly below?: string;
  /**
   * Of a `refer` site in a compose file: the service that reads it. Where that listens on the
   * number itself, as another file of its project says, nothing of the host is meant.
   */
  readonly insideOf?: string;
  /**
   * Of what a service tells its clients and listens on itself: it speaks of this machine only where
   * a service of its project publishes the number.
   */
  readonly ownOf?: string;
  /** Of a `refer` site: why the port that it speaks of stays, whoever publishes that. */
  readonly keeps?: string;
  /** The package script that states it. */
  readonly script?: string;
  /** What else must have the same number on another protocol: `53:53/tcp` and `53:53/udp`. */
  readonly twin?: string;
  /** Of a range: sites of one block keep their distances to each other wherever they move. */
  readonly block?: string;
  /** Of a range: a number between its ends, which is written nowhere, and stands where it begins. */
  readonly within?: boolean;
  /**
   * Nothing states the port here yet, and `start` is `end`: the number is written there between
   * these texts, which make the tool take it.
   */
  readonly insert?: Insertion;
  /**
   * Of a `refer` site: why it is left as it is, told where a port moves that it may mean. Of a URL
   * that leaves its port out, why none is written into it.
   */
  readonly stays?: string;
}

/** What was found and not taken: shown to the user, never written. */
export interface LeftAlone extends FilePlace {
  readonly port?: number;
  /** A sentence for the user, with no value of a URL in it. */
  readonly reason: string;
  /**
   * What only speaks of a port is right as long as that stays, and of a container's own number
   * nothing becomes wrong at all. By default it is a server's, which a second checkout meets again.
   */
  readonly matters?: 'where it moves' | 'inside';
}

/** What is no port, and would come between two runs all the same. */
export interface Note extends LeftAlone {
  /** It does so in the mode overlay as well. */
  readonly inOverlay?: boolean;
}

/** Where a file cannot be read as what it is. */
export interface Problem extends FilePlace {
  readonly message: string;
}

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
  readonly names: readonly (FilePlace & { readonly path: string })[];
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

/** One port of the project, with everything that states it. */
export interface LogicalPort {
  readonly name: string;
  /** On which of them the number must be free: on both for what is published as tcp and as udp. */
  readonly protocols: readonly Protocol[];
  /** The number that the project declares today; undefined where a request gave a name alone. */
  readonly port?: PortNumber;
  readonly sites: readonly Site[];
  /** Variables that carry the number in an environment: what a later step may read. */
  readonly variables: readonly string[];
  /** Of a port that a range states: its place among those that must stay neighbours. */
  readonly block?: BlockPlace;
}
