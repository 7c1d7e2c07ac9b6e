import type { Value } from '../../formats/value.js';
import type { Insertion } from '../../sites/inserted.js';
import type { Role } from '../../sites/site.js';
import type { Mention, MentionedChain } from '../setting.js';
import type { ServerDefault } from './server-default.js';

/** What a command line says of ports; each with the value that its offsets are in. */
export interface CommandLine {
  readonly mentions: {
    readonly value: Value;
    readonly mention: Mention;
    readonly variable?: string;
    /** What the program that it starts calls the port: `DB_PORT` of `docker run --name db`. */
    readonly portName?: string;
  }[];
  readonly chains: {
    readonly value: Value;
    readonly chain: MentionedChain;
    readonly role: Role;
    /** Of a flag, as a mention would have it. */
    readonly rule?: string;
  }[];
  readonly leftAlone: {
    readonly value: Value;
    readonly at: number;
    readonly port?: number;
    readonly reason: string;
  }[];
  /** Servers that it starts without saying their ports. */
  readonly defaults: FoundDefault[];
  /**
   * Package scripts that it runs with a PORT of their own, or passes a flag for it on to, and the
   * folder of their package, from that of the file, where no flag leads to another one.
   */
  readonly givenPorts: (RunScript & {
    readonly folder?: string | undefined;
    readonly isPassed: boolean;
  })[];
  readonly containerEnvFiles: ContainerEnvFile[];
  /** Env files that its commands have their variables from, from the folder that it begins in. */
  readonly loaded: { readonly value: Value; readonly path: string }[];
}

/** An env file that a container is given by `docker run`, and the numbers that are mapped to. */
interface ContainerEnvFile {
  readonly value: Value;
  /** From the folder that the command runs in. */
  readonly path: string;
  readonly ports: readonly number[];
}

/** A package script that a command runs. */
export interface RunScript {
  readonly value: Value;
  readonly script: string;
}

/** A server whose port a command does not say, and where it could. */
export interface FoundDefault {
  readonly value: Value;
  /** Where the number and what goes around it would be written: before this character. */
  readonly at: number;
  readonly insert: Insertion;
  readonly server: ServerDefault;
  /** The folder that it runs in, from that of the file; undefined where that is not known. */
  readonly folder: string | undefined;
  readonly isElsewhere: boolean;
  /** The configuration that a flag names, from the folder. */
  readonly config?: string;
  /** Variables of the env files beside it that are obeyed before the default. */
  readonly variables: readonly string[];
  readonly reason?: string;
  /** The command says a port: its default is nobody's. */
  readonly isStated: boolean;
  /** What a package manager runs in its place, where the package has a script of that name. */
  readonly asScript?: string;
}
