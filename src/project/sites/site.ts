import type { BlockPlace, PortNumber, Protocol } from '../../ports/index.js';
import type { Insertion } from './inserted.js';

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
  /** Of a variable of a script: a command of its file gives it to the tool that it starts. */
  readonly isOfTool?: boolean;
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
  /** The same, where a variable that names its host does not name this machine. */
  readonly keepsElsewhere?: string;
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
  /** It does so where the env files of compose say each of these variables, for all runs the same. */
  readonly unlessVaried?: readonly string[] | undefined;
}

/** Where a file cannot be read as what it is. */
export interface Problem extends FilePlace {
  readonly message: string;
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
