import { isScalar } from 'yaml';
import { type ComposeSetting, settingsOf } from '../files/compose/settings.js';
import { field, fields, items, type YamlFile, type YamlNode } from '../formats/yaml.js';

/** A compose file that was read. */
export interface ModelFile {
  /** From the project's root. */
  readonly path: string;
  readonly text: string;
  readonly yaml: YamlFile;
}

/** A node with the file that it stands in: merged services have parts of several. */
export interface Located {
  readonly file: ModelFile;
  readonly node: YamlNode;
}

/** Where a service speaks of ports to its container, or to the engine. */
export const SETTING_PLACES = ['environment', 'labels', 'args', 'options'] as const;
export type SettingPlace = (typeof SETTING_PLACES)[number];

/** What a service runs. */
export const COMMAND_PLACES = ['command', 'entrypoint', 'test'] as const;
export type CommandPlace = (typeof COMMAND_PLACES)[number];

export type LocatedSetting = Pick<ComposeSetting, 'value'> & { readonly file: ModelFile };
export type Settings = ReadonlyMap<string, LocatedSetting>;

/** A service as compose sees it when all its files are merged: the fields that an overlay needs. */
export interface ModelService {
  readonly ports: readonly Located[];
  readonly settings: Readonly<Record<SettingPlace, Settings>>;
  /** Commands, each as one text or as a list of words: a later one takes the place of an earlier. */
  readonly commands: Readonly<Record<CommandPlace, Located | undefined>>;
  readonly containerName: Located | undefined;
  readonly networkMode: Located | undefined;
  /** It has an address of its own choice in one of its networks. */
  readonly hasAddress: boolean;
  /** What it inherits and where that could not be read. */
  readonly unread: Located | undefined;
}

/** What one `docker compose` command would run. */
export interface Model {
  readonly services: ReadonlyMap<string, ModelService>;
  readonly networks: ReadonlyMap<string, Located>;
  readonly volumes: ReadonlyMap<string, Located>;
  /** Files that are taken in and could not be read. */
  readonly unread: readonly Located[];
}

export const NO_SERVICE: ModelService = {
  ports: [],
  settings: { environment: new Map(), labels: new Map(), args: new Map(), options: new Map() },
  commands: { command: undefined, entrypoint: undefined, test: undefined },
  containerName: undefined,
  networkMode: undefined,
  hasAddress: false,
  unread: undefined,
};

/** A service with what a later place says of it: lists grow, maps and words are replaced. */
export function extendService(base: ModelService, { file, node }: Located): ModelService {
  const { yaml } = file;
  const at = (name: string): Located => ({ file, node: field(yaml, node, name) });
  const args = { file, node: field(yaml, field(yaml, node, 'build'), 'args') };
  const options = { file, node: field(yaml, field(yaml, node, 'logging'), 'options') };
  const test = { file, node: field(yaml, field(yaml, node, 'healthcheck'), 'test') };
  return {
    ports: extendList(base.ports, at('ports')),
    settings: {
      environment: extendSettings(base.settings.environment, at('environment')),
      labels: extendSettings(base.settings.labels, at('labels')),
      args: extendSettings(base.settings.args, args),
      options: extendSettings(base.settings.options, options),
    },
    commands: {
      command: replace(base.commands.command, at('command')),
      entrypoint: replace(base.commands.entrypoint, at('entrypoint')),
      test: replace(base.commands.test, test),
    },
    containerName: replace(base.containerName, at('container_name')),
    networkMode: replace(base.networkMode, at('network_mode')),
    hasAddress: base.hasAddress || hasAddress(at('networks')),
    unread: base.unread,
  };
}

/** Of two services of one name, the later one's parts after the earlier one's. */
export function mergeServices(base: ModelService, own: ModelService): ModelService {
  const settings = (place: SettingPlace): Settings =>
    new Map([...base.settings[place], ...own.settings[place]]);
  return {
    ports: [...base.ports, ...own.ports],
    settings: {
      environment: settings('environment'),
      labels: settings('labels'),
      args: settings('args'),
      options: settings('options'),
    },
    commands: {
      command: own.commands.command ?? base.commands.command,
      entrypoint: own.commands.entrypoint ?? base.commands.entrypoint,
      test: own.commands.test ?? base.commands.test,
    },
    containerName: own.containerName ?? base.containerName,
    networkMode: own.networkMode ?? base.networkMode,
    hasAddress: base.hasAddress || own.hasAddress,
    unread: base.unread ?? own.unread,
  };
}

function tagOf({ file, node }: Located): string | undefined {
  return file.yaml.resolve(node)?.tag;
}

function extendList(base: readonly Located[], own: Located): readonly Located[] {
  const tag = tagOf(own);
  if (tag === '!reset') return [];
  const added = items(own.file.yaml, own.node).map(
    (item): Located => ({ file: own.file, node: own.file.yaml.resolve(item) }),
  );
  return tag === '!override' ? added : [...base, ...added];
}

function extendSettings(base: Settings, own: Located): Settings {
  const { file, node } = own;
  const tag = tagOf(own);
  if (tag === '!reset') return new Map();
  const added = settingsOf(file.yaml, file.text, node).map(
    ({ name, value }) => [name, { file, value }] as const,
  );
  return new Map([...(tag === '!override' ? [] : base), ...added]);
}

function replace(base: Located | undefined, own: Located): Located | undefined {
  if (tagOf(own) === '!reset') return undefined;
  return own.node === null ? base : own;
}

function hasAddress({ file, node }: Located): boolean {
  return fields(file.yaml, node).some(([, network]) =>
    ['ipv4_address', 'ipv6_address'].some((name) =>
      isScalar(file.yaml.resolve(field(file.yaml, network, name))),
    ),
  );
}
