import { scalarValue } from '../formats/yaml.js';
import { type Mapping, parseMapping, sharedVariables } from '../notations/compose-mapping.js';
import { parseInterpolation } from '../notations/interpolation.js';
import { IN_SAIL, SAIL_VITE } from '../notations/sail.js';
import type { LocatedSetting, Model, ModelFile, ModelService } from './model.js';

/**
 * Settings of a service that state a port which it tells its clients, by the variable that is on both
 * sides of its mapping: an override that moved the host's side alone would have them call the other.
 */
export type ToldPorts = ReadonlyMap<string, string>;

/**
 * Laravel's Vite plugin listens in Sail on VITE_PORT, and tells the browser so; what is handed the
 * port of its own UDP mapping is a media server, whose clients get its number in a list of candidates.
 */
export function findToldPorts(service: ModelService, model: Model): ToldPorts {
  const { environment } = service.settings;
  const found = new Map<string, string>();
  for (const mapping of mappingsOf(service)) {
    const variables = sharedVariables(mapping);
    const told = variables.map((variable): string[] => {
      if (variable === SAIL_VITE && environment.has(IN_SAIL)) return [variable];
      if (mapping.protocol !== 'udp') return [];
      return [...environment].flatMap(([name, each]) => (hands(name, each, variable) ? name : []));
    });
    if (told.some((names) => names.length === 0)) continue;
    for (const [at, variable] of variables.entries()) {
      for (const name of told[at] ?? []) found.set(name, variable);
    }
  }
  const isAlone = [...new Set(found.values())].every((each) =>
    isReadHereAlone(each, service, model, found),
  );
  return isAlone ? found : new Map();
}

function mappingsOf({ ports }: ModelService): Mapping[] {
  return ports.flatMap(({ file, node }) => {
    const text = scalarValue(file.text, node)?.text;
    return (text !== undefined && parseMapping(text)) || [];
  });
}

/** `JVB_PORT` by its name alone, or a setting of any name that is `${JVB_PORT}`. */
function hands(name: string, { value }: LocatedSetting, variable: string): boolean {
  if (value === undefined) return name === variable;
  const [only, ...more] = parseInterpolation(value.text) ?? [];
  return only?.kind === 'variable' && only.name === variable && more.length === 0;
}

/** Whatever else reads the variable would keep the old number. */
function isReadHereAlone(
  variable: string,
  { ports, settings }: ModelService,
  model: Model,
  told: ToldPorts,
): boolean {
  const count = (text: string): number =>
    text.match(new RegExp(`\\b${variable}\\b`, 'g'))?.length ?? 0;
  const entries = ports.map(({ file, node }) => scalarValue(file.text, node)?.text ?? '');
  const handed = [...settings.environment].flatMap(([name, { value }]) =>
    told.get(name) === variable ? [name, value?.text ?? ''] : [],
  );
  const here = [...entries, ...handed].reduce((sum, text) => sum + count(text), 0);
  const all = [...filesOf(model)].reduce((sum, { text }) => sum + count(withoutComments(text)), 0);
  return all <= here;
}

function filesOf({ services }: Model): ReadonlySet<ModelFile> {
  return new Set(
    [...services.values()].flatMap(({ ports, settings, commands }) => [
      ...ports.map(({ file }) => file),
      ...Object.values(settings).flatMap((each) => [...each.values()].map(({ file }) => file)),
      ...Object.values(commands).flatMap((each) => each?.file ?? []),
    ]),
  );
}

function withoutComments(text: string): string {
  return text.replace(/^[ \t]*#.*$/gm, '');
}
