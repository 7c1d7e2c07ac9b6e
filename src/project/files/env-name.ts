import { folderOf, joinPath, nameOf } from '../packages.js';

/** Documentation, encrypted files, and files of other languages that share the name. */
const NOT_SETTINGS =
  /[._-](defaults?|md|vault|enc|encrypted|gpg|age|keys|bak|backup|orig|old|swp|lock|cmdrc|[cm]?[jt]sx?|d\.ts|json|ya?ml|py|rb|php|go|sh)$/i;

/** Within the name or at its end: `.env.example-e2e`, `.env.local.sample`. */
const IS_EXAMPLE = /[._-](examples?|samples?|templates?|tmpl|tpl|dist)(?=[._-]|$)/i;

/** How the names of env files begin: those of wrangler, which people keep out of git, and Flask's. */
const ENV_NAME = /^\.(?:env|flaskenv|dev\.vars)/;

/**
 * `.test.env`: those where the word comes first, and does not say that they are for elsewhere. Without
 * the dot, as `dev.env`, they are as often what a container is given.
 */
const WORD_FIRST = /^\.[\w.-]{1,60}\.env$/;
const ELSEWHERE =
  /(?:^|[._-])(?:docker|compose|containers?|k8s|kubernetes|helm|prod|production|staging|stage|ci|remote|cloud|deploy|example|sample|template)[._-]/i;

/**
 * What programs read after the `.env` beside it, which goes before it: of dotenv-defaults and of
 * what is built on that, and of Flask.
 */
const AFTER_DOTENV = new Set(['.env.defaults', '.flaskenv']);

/** The env file whose variables go before those of another one, if there is one for certain. */
export function envFileBefore(path: string): string | undefined {
  return AFTER_DOTENV.has(nameOf(path)) ? joinPath(folderOf(path), '.env') : undefined;
}

export function isEnvName(name: string): boolean {
  return ENV_NAME.test(name) || isWordFirst(name);
}

/** Of such a name alone it is not sure that a program of this machine reads the file. */
export function isWordFirst(name: string): boolean {
  return WORD_FIRST.test(name) && !isForElsewhere(name);
}

/** Whether its name says that an env file is for containers or for other machines. */
export function isForElsewhere(name: string): boolean {
  return ELSEWHERE.test(name);
}

/** What is kept for a cluster, or for machines that are set up from afar. */
const FOLDER_OF_ELSEWHERE = /(?:^|\/)(?:k8s|kubernetes|kustomize|helm|charts|terraform|ansible)\//i;

/** `.env`, `.env.local`, `.test.env`, `.flaskenv`, `.dev.vars`; not `.env.example` and its like. */
export function isEnvFile(path: string): boolean {
  if (!path.includes('env') && !path.includes('.dev.vars')) return false;
  if (FOLDER_OF_ELSEWHERE.test(path)) return false;
  const name = nameOf(path);
  if (!ENV_NAME.test(name)) return isWordFirst(name);
  const rest = name.replace(ENV_NAME, '');
  return rest === '' || (/^[._-][\w.-]*[\w-]$/.test(rest) && !isDocumentation(name));
}

function isDocumentation(name: string): boolean {
  return IS_EXAMPLE.test(name) || (NOT_SETTINGS.test(name) && !AFTER_DOTENV.has(name));
}
