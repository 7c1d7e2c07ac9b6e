import { addTo } from '../packages.js';
import type { FilePlace } from '../sites/site.js';
import { placeText } from '../sites/site-place.js';
import { isOfGateway, type SourceCall } from './calls.js';
import { IS_CONFIGURATION } from './kinds.js';

/** A place where a program, or what it reads, calls a port by its number. */
export interface Mention extends SourceCall, Pick<FilePlace, 'file' | 'line'> {
  /** It says the number alone, and nothing of a host. */
  readonly isNamed?: boolean;
  /** The env file that sets its variable, and that nothing loads. */
  readonly setIn?: string;
}

/** What is read before a job begins: to write a port into it is too late. */
const PIPELINE =
  /(^|\/)(\.(github|gitea|forgejo|depot)\/workflows\/|\.circleci\/|\.woodpecker|\.gitlab-ci|\.drone\.|\.travis\.|\.cirrus\.|(azure|bitbucket)-pipelines\.|appveyor\.)[^/]*/;

/** Where a call stands in a configuration, and what helps there. */
function adviceFor(mention: Mention): string {
  if (PIPELINE.test(mention.file))
    return 'what the CI system has read before its job starts: let the command read the variable of the port. With the action, a variable of the job follows by itself';
  return isOfGateway(mention)
    ? 'a file that is not changed: name it under "files" in portkeeper.yaml, and it follows'
    : 'a file that is not changed: what is meant for this machine, and not for a container, can be named under "files" in portkeeper.yaml';
}

/** The first mention of a number, with what is to be told of it and of others. */
export interface Told extends Mention {
  readonly reason: string;
}

/** One entry a number, for its first place: tests may state it a hundred times. */
export function tellAll(mentions: readonly Mention[]): Told[] {
  const configured = mentions.filter(({ file }) => IS_CONFIGURATION.test(file));
  const inSource = mentions.filter(({ file }) => !IS_CONFIGURATION.test(file));
  const called = inSource
    .filter(({ variable, isNamed }) => variable === undefined && !isNamed)
    .sort((one, other) => Number(one.isComputed ?? false) - Number(other.isComputed ?? false));
  const defaults = new Map<string, Mention[]>();
  for (const each of inSource) {
    if (each.variable) addTo(defaults, [each.variable, each.setIn].join(' '), each);
  }
  const advised = new Map<string, Mention[]>();
  for (const each of configured) addTo(advised, adviceFor(each), each);
  return [
    ...tell(
      called,
      (call) => `source code calls ${call}, and is not changed; let it read a variable`,
    ),
    ...tell(
      inSource.filter(({ isNamed }) => isNamed),
      (_, where) =>
        `source code says this number for a port${where}, perhaps of this server, and is not changed; let it read a variable`,
    ),
    ...[...defaults.values()].flatMap((each) =>
      tell(each, (_, where) => defaultReason(where, each[0])),
    ),
    ...[...advised].flatMap(([advice, each]) =>
      tell(each, (call) => `${call} stands in ${advice}`, MOST_NAMED),
    ),
  ];
}

function defaultReason(where: string, mention: Mention | undefined): string {
  const { port, variable, setIn } = mention ?? {};
  const taken = `source code takes ${port}${where} unless ${variable} is set`;
  return setIn === undefined
    ? `${taken}, and is not changed; set ${variable} where it runs on this machine`
    : `${taken}; ${setIn} sets it, and nothing was found that loads that file: start it with node --env-file`;
}

/** Configurations are mended by hand, place by place; a program is searched for its variable. */
const MOST_NAMED = 3;

function tell(
  [first, ...others]: readonly Mention[],
  reasonFor: (call: string, where: string) => string,
  mostNamed = 0,
): Told[] {
  if (first === undefined) return [];
  const named = others.slice(0, mostNamed).map(placeText);
  const rest = others.length - named.length;
  const more = rest === 0 ? [] : [`${rest} more place${rest === 1 ? '' : 's'}`];
  const places = [named.join(', '), ...more].filter((each) => each !== '');
  const where = places.length === 0 ? '' : ` here and at ${places.join(' and ')}`;
  return [{ ...first, reason: reasonFor(`${first.call}${where}`, where) }];
}
