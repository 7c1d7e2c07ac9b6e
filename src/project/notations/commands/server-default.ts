/** How a tool is told its port. */
export type Telling =
  /** A flag after its first words: `vite --port 3000`. */
  | { readonly flag: string }
  /** The number itself, as a word: `manage.py runserver 3000`. */
  | { readonly argument: true }
  /** A variable of its environment, and nothing else. */
  | { readonly variable: string }
  /** Nothing that can be written beside it. */
  | { readonly fix: string };

/** A tool that listens on a port that nobody has to state. */
export interface ServerDefault {
  readonly tool: string;
  /** First words with which it serves; the empty text for none. Without a list it always does. */
  readonly serves?: readonly string[];
  /** Its first word may be the folder that it serves, as in `vite ./client`. */
  readonly takesFolder?: boolean;
  /** It serves only with this word, right after the first where that is one of `serves`. */
  readonly needs?: string;
  /** With one of these words it serves nothing. */
  readonly unless?: readonly string[];
  readonly port: number;
  readonly tell: Telling;
  /** A second port, as a command may pass on to the script that starts it, is too much for it. */
  readonly takesOnce?: boolean;
  /** Flags that say its address, or where that is said: a port, whether it can be read or not. */
  readonly addressFlags?: readonly string[];
  /** Whose configuration may say the port; by default the tool's own. */
  readonly server?: string;
  /** The folder of its configuration, from the one in which it runs. */
  readonly configuredIn?: string;
  /** PORT of its environment goes before its default. */
  readonly obeysPort?: boolean;
  /** It loads the env files beside it, and obeys these variables of them. */
  readonly variables?: readonly string[];
}
