import type { PortNumber } from '../../ports/index.js';
import type { FilePlace, Site } from './site.js';

/** A server that a command starts without saying its port, where no other file says it either. */
export interface DefaultPort {
  /** Where the port can be said, and which it is. */
  readonly site: Site;
  /** Whose default it is, as configurations name it: `vite`, `vite preview`. */
  readonly server: string;
  /** What the command calls it, where that is known. */
  readonly tool?: string;
  /** The folder in which the tool looks for its configuration; undefined if that is not known. */
  readonly folder: string | undefined;
  /** A flag names another configuration: it may be any below the folder. */
  readonly isElsewhere: boolean;
  /** That configuration, where it is known. */
  readonly config?: string;
  /** Variables of the env files beside it that the tool obeys before its default. */
  readonly variables: readonly string[];
  /** The tool obeys PORT of its environment: whoever runs this may say the port. */
  readonly obeysPort: boolean;
  /** As of `ServerDefault`. */
  readonly takesOnce?: boolean;
  /** The package script that this is, for others to run. */
  readonly script?: string;
  /** The script that the command runs instead, where the package has one of that name. */
  readonly asScript?: string;
  /** Why the port cannot be said there. */
  readonly reason?: string;
  /** Files that settle it by being there, and those that do so by stating a port. */
  readonly unlessThere?: readonly string[];
  readonly unlessStated?: readonly string[];
  /** The command says the port itself: the default of what it starts is in force nowhere. */
  readonly isStated?: boolean;
  /** It is the file's alone to say: a command that starts the same server beside it knows better. */
  readonly isImplied?: boolean;
}

/** What a file says of a server that listens on a default which only this file knows of. */
export interface ImpliedServer extends Pick<DefaultPort, 'server' | 'unlessThere'> {
  readonly port: PortNumber;
  /** How it could be moved. */
  readonly hint: string;
  /** Variables that say its port, of whichever environment or env file. */
  readonly variables?: readonly string[];
  /** Files that say it, where they state the port of a server. */
  readonly unlessStated?: readonly string[];
}

/** A package script that is run with a port of its own: `PORT=3001 npm run dev`. */
export interface GivenPort extends FilePlace {
  /** Its name; a star at the end stands for the rest of it. */
  readonly script: string;
  /** The folder of its package, where that is known. */
  readonly folder?: string;
  /** It runs in a container, where other files say the port, whatever the tool obeys. */
  readonly isInside?: boolean;
  /** By a flag, behind those of the script: `npm run dev -- --port 3001`. */
  readonly isPassed?: boolean;
}

/** A configuration that says on which port a tool serves. */
export interface ConfiguredServer extends FilePlace {
  /** As in `DefaultPort`. */
  readonly server: string;
  /** Why its port cannot be read there. */
  readonly reason?: string;
}

/** @param name of a script as a command has it; a star at the end stands for the rest of it. */
export function isScriptOf(name: string, script: string): boolean {
  return name.endsWith('*') ? script.startsWith(name.slice(0, -1)) : name === script;
}
