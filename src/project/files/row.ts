import type { DataFormat } from '../formats/data.js';
import type { Notation } from '../notations/notation.js';
import type { Placeholders } from '../notations/placeholder.js';
import type { Confidence, Role } from '../sites/site.js';

/** A file kind that is data: which files, in which format, and what states ports in them. */
export interface DataRow {
  /** Leads the names of its rules: `angular`. */
  readonly name: string;
  /** Of the path from the project's root; linear, since paths are a stranger's. */
  readonly files: RegExp;
  readonly format: DataFormat;
  /**
   * Keys may be written together with this between them, in any case, with or without dashes:
   * `spring.kafka.bootstrapServers` is one of Spring, `Kestrel:Endpoints` one of .NET.
   */
  readonly separator?: '.' | ':';
  /** What stands for variables in its values; without it, nothing does. */
  readonly placeholders?: Placeholders;
  /** The first that leads to a value decides what it states. */
  readonly ports: readonly PortRow[];
  readonly implied?: readonly ImpliedPort[];
  readonly unsaid?: readonly UnsaidCall[];
  /** What is no port, and the same for two runs on one machine. */
  readonly shared?: readonly { readonly at: readonly string[]; readonly reason: string }[];
  /** Where it names env files that a program of this machine has its variables from. */
  readonly loads?: readonly EnvFilePlace[];
  /** A document with all of these keys is somebody else's, who gives files the same name. */
  readonly unless?: readonly string[];
  /** Nothing but its name says that it is of the kind: one that cannot be read is something else. */
  readonly isByName?: boolean;
}

/** Where a document names an env file. */
export interface EnvFilePlace {
  readonly at: readonly string[];
  /** From the project's root; undefined where only a program knows. */
  readonly path: (file: string, text: string) => string | undefined;
}

/** One place where a document states a port. */
export interface PortRow {
  /** The keys that lead to it, `*` for any one and a leading `**` for any number of them. */
  readonly at: readonly string[];
  /** How the value writes its ports. */
  readonly reads: Notation;
  /** Whether it is such a place, where the keys alone do not tell. */
  readonly when?: (place: PortPlace) => boolean;
  /** The last key alone is the name of a setting: an environment variable. */
  readonly isVariable?: boolean;
  /** The key is read in place of its value. */
  readonly of?: 'key';
  /** Instead of what the notation makes of it. */
  readonly role?: Role;
  readonly confidence?: Confidence;
  /** As `Site.mayServe`. */
  readonly mayServe?: boolean;
  /** As `Site.inside`. */
  readonly inside?: boolean;
  /** As `Site.unlessPublished`. */
  readonly unlessPublished?: string;
  /** As `Site.below`. */
  readonly below?: (place: PortPlace) => string;
  readonly protocol?: 'tcp' | 'udp';
  /** The name of the port where no variable gives one. */
  readonly portName?: (place: PortPlace) => string;
  /** The variable that the value is. */
  readonly variable?: string;
  /** Ends the name of the rule; else the last key does. */
  readonly rule?: string;
  /** The server whose port this decides, as `DefaultPort.server`, whether it can be read or not. */
  readonly configures?: string;
  /** It names what may decide that, where the file itself does not. */
  readonly takesIn?: boolean;
  /** The value is a command line; `reads` is not asked. */
  readonly isCommand?: boolean;
  /**
   * The folder that the command works in, from the project's root; undefined where only a program
   * knows. Without this it is that of the file.
   */
  readonly worksIn?: (place: PortPlace) => string | undefined;
  /** It is the PORT of what the `command` beside its `env` starts, whether it can be read or not. */
  readonly givesPort?: boolean;
  /** Why the port is told of and not moved. */
  readonly leave?: string;
  /** The row was written for a place: say so where there is nothing. */
  readonly expected?: boolean;
}

/** A server that listens on a port that its file could state and does not. */
export interface ImpliedPort {
  /** What makes the server be. */
  readonly at: readonly string[];
  /** What must stand there, where not every value makes it be. */
  readonly value?: RegExp;
  /** The key below it that would state the port; with `fromTop`, below the document. */
  readonly key: readonly string[];
  readonly fromTop?: boolean;
  /** Where a profile of the document may state it: `%dev.quarkus.http.port`. */
  readonly keyOfProfile?: readonly string[];
  /** Where the profiles are named whose files beside it may state the port. */
  readonly profiles?: readonly string[];
  /** Variables of an env file that say it. */
  readonly variables?: readonly string[];
  /** Of the files of its row, only these. */
  readonly files?: RegExp;
  readonly port: number;
  /** Who listens: `the auth emulator`. */
  readonly server: string;
  /** A command or another place may say its port: the server, as `DefaultPort.server`. */
  readonly configuredAs?: string;
}

/** A client that calls a port which its file could state and does not. */
export interface UnsaidCall {
  /** What makes the client be. */
  readonly at: readonly string[];
  /** Below it: what says where it goes to. */
  readonly unless: readonly (readonly string[])[];
  readonly port: number;
  /** The key below it that would state the port, or an address with one. */
  readonly key: string;
  /** Who calls. */
  readonly client: string;
  /** Of the files of its row, only these. */
  readonly files: RegExp;
}

/** Where a port was found, for its name. */
export interface PortPlace {
  /** From the project's root. */
  readonly file: string;
  /** All keys that lead to the value. */
  readonly path: readonly string[];
  /** What each `*` of the row stood for. */
  readonly keys: readonly string[];
  /** Of a URL. */
  readonly scheme?: string;
  /** Another value of the same document, by all of its keys. */
  value(path: readonly string[]): string | undefined;
}
