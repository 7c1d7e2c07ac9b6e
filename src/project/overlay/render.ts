import { isScalar } from 'yaml';
import { field, items } from '../formats/yaml.js';
import { FIRST_LINE } from './first-line.js';
import {
  COMMAND_PLACES,
  type CommandPlace,
  type Located,
  type Model,
  type ModelService,
  SETTING_PLACES,
  type SettingPlace,
} from './model.js';
import type { Moves } from './moves.js';
import {
  type Entry,
  type Localise,
  quote,
  rewriteCommand,
  rewriteEntry,
  rewriteSetting,
} from './rewrite.js';
import { findToldPorts, type ToldPorts } from './told-ports.js';

export interface Rendering {
  readonly moves: Moves;
  readonly localise: Localise;
  /** The project's name; undefined where it is not to be set. */
  readonly name: string | undefined;
}

/** What an override says, and what it could not say. */
export interface Rendered {
  readonly text: string;
  readonly unsaid: readonly { readonly at: Located; readonly reason: string }[];
}

const HEAD = `${FIRST_LINE} Compose merges this over the project's own files,
# which stay as they are: they are named before it, in COMPOSE_FILE or the list that you keep.
`;

/** The override that moves the ports of a project and keeps its parallel runs apart. */
export function renderOverride(model: Model, rendering: Rendering): Rendered {
  const unsaid: { at: Located; reason: string }[] = [];
  const services = [...model.services].flatMap(([name, service]) => {
    const told = findToldPorts(service, model);
    const lines = serviceLines({ name, service, told }, rendering, unsaid);
    return lines.length === 0 ? [] : [`  ${quote(name)}:`, ...lines.map((line) => `    ${line}`)];
  });
  for (const at of model.unread) {
    unsaid.push({ at, reason: 'what it includes is not read, and its ports stay as they are' });
  }
  const lines = [
    ...(rendering.name === undefined ? [] : [`name: ${quote(rendering.name)}`]),
    ...section('services', services),
    ...section('networks', sharedLines(model.networks, !hasAddresses(model))),
    ...section('volumes', sharedLines(model.volumes, false)),
  ];
  return { text: `${HEAD}${lines.join('\n')}\n`, unsaid };
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines];
}

/** A service, and the settings that state what it tells its clients. */
interface ToRender {
  readonly name: string;
  readonly service: ModelService;
  readonly told: ToldPorts;
}

function serviceLines(
  { name, service, told }: ToRender,
  { moves, localise }: Rendering,
  unsaid: { at: Located; reason: string }[],
): string[] {
  const reset = service.containerName === undefined ? [] : ['container_name: !reset null'];
  const commands = COMMAND_PLACES.flatMap((place) => commandLines(service, place, moves, localise));
  const ports = portLines({ name, service, told }, { moves, localise }, unsaid);
  const inside = [...told].flatMap(([setting, variable]) => {
    const number = ports.inside.get(variable);
    return number === undefined ? [] : [`  ${quote(setting)}: ${quote(number)}`];
  });
  const settings = SETTING_PLACES.flatMap((place) =>
    settingLines(service, place, { moves, localise }, place === 'environment' ? inside : []),
  );
  return [...reset, ...ports.lines, ...commands, ...settings];
}

/** The lines of a service's ports, and what variables come to that moved inside as well. */
interface PortLines {
  readonly lines: readonly string[];
  readonly inside: ReadonlyMap<string, string>;
}

const NO_PORTS: PortLines = { lines: [], inside: new Map() };

function portLines(
  { name, service: { ports, unread, networkMode }, told }: ToRender,
  { moves, localise }: Pick<Rendering, 'moves' | 'localise'>,
  unsaid: { at: Located; reason: string }[],
): PortLines {
  if (textOf(networkMode) === 'host') return NO_PORTS;
  const variables = new Set(told.values());
  const written = ports.map((entry) => rewriteEntry(entry, moves, localise, variables));
  if (!written.some((each) => each?.moved)) return NO_PORTS;
  const [first] = ports;
  const unclear = ports.find((_, index) => written[index] === undefined);
  const fault = unread ?? unclear;
  if (fault !== undefined && first !== undefined) {
    const why = unread ? 'what it extends is not read' : 'one of its mappings cannot be repeated';
    unsaid.push({ at: fault, reason: `the ports of the service "${name}" stay: ${why}` });
    return NO_PORTS;
  }
  const entries = written.flatMap((each) => (each ? entryLines(each.entry) : []));
  return {
    lines: ['ports: !override', ...entries.map((line) => `  ${line}`)],
    inside: new Map(written.flatMap((each) => [...(each?.inside ?? [])])),
  };
}

function entryLines(entry: Entry): string[] {
  if (typeof entry === 'string') return [`- ${entry}`];
  return entry.map(
    ([name, value], index) => `${index === 0 ? '- ' : '  '}${quote(name)}: ${value}`,
  );
}

function commandLines(
  { commands }: ModelService,
  place: CommandPlace,
  moves: Moves,
  localise: Localise,
): string[] {
  const command = commands[place] && rewriteCommand(commands[place], moves, localise);
  if (command === undefined) return [];
  return place === 'test' ? ['healthcheck:', `  test: ${command}`] : [`${place}: ${command}`];
}

function settingLines(
  service: ModelService,
  place: SettingPlace,
  { moves, localise }: Pick<Rendering, 'moves' | 'localise'>,
  more: readonly string[],
): string[] {
  const urls = [...service.settings[place]].flatMap(([name, setting]) => {
    const text = rewriteSetting(setting, moves);
    const local = text === undefined ? undefined : localise(setting.file.path, text);
    return local === undefined ? [] : [`  ${quote(name)}: ${quote(local)}`];
  });
  const changed = [...urls, ...more];
  if (changed.length === 0) return [];
  const parent = SETTING_PARENTS[place];
  if (parent === undefined) return [`${place}:`, ...changed];
  return [`${parent}:`, `  ${place}:`, ...changed.map((line) => `  ${line}`)];
}

/** What a place stands in, where that is not the service itself. */
const SETTING_PARENTS: Partial<Record<SettingPlace, string>> = {
  args: 'build',
  options: 'logging',
};

/** A name of its own makes two runs share it, and one subnet cannot be had twice. */
function sharedLines(all: ReadonlyMap<string, Located>, resetAddresses: boolean): string[] {
  return [...all].flatMap(([name, located]) => {
    const { file, node } = located;
    if (isTrue(file.yaml.resolve(field(file.yaml, node, 'external')))) return [];
    const lines = [
      ...(fixedName(located) === undefined ? [] : ['    name: !reset null']),
      ...(resetAddresses && hasSubnet(located) ? ['    ipam: !reset null'] : []),
    ];
    return lines.length === 0 ? [] : [`  ${quote(name)}:`, ...lines];
  });
}

/** The scalar that fixes the name of a network or volume. */
function fixedName({ file, node }: Located): unknown {
  const name = file.yaml.resolve(field(file.yaml, node, 'name'));
  return isScalar(name) && name.value !== null ? name : undefined;
}

function hasSubnet({ file, node }: Located): boolean {
  const config = field(file.yaml, field(file.yaml, node, 'ipam'), 'config');
  return items(file.yaml, config).length > 0;
}

function hasAddresses({ services }: Model): boolean {
  return [...services.values()].some(({ hasAddress }) => hasAddress);
}

function isTrue(node: unknown): boolean {
  return isScalar(node) ? node.value === true || node.value === 'true' : node !== null;
}

function textOf(located: Located | undefined): string | undefined {
  return isScalar(located?.node) ? String(located.node.value) : undefined;
}
