import { isScalar } from 'yaml';
import { field, items } from '../../formats/yaml.js';
import type { ComposeFile, Service } from './service.js';

/** What a service starts in place of what its image does, or gives to that. */
export function findCommands({ yaml, collector }: ComposeFile, { name, node }: Service): void {
  for (const key of ['entrypoint', 'command']) {
    const given = yaml.resolve(field(yaml, node, key));
    if (given === null) continue;
    const words = items(yaml, given).map((item) => {
      const word = yaml.resolve(item);
      return isScalar(word) ? String(word.value) : '$';
    });
    const command = isScalar(given) ? String(given.value) : words;
    if (command.length > 0) collector.command({ of: name, command });
  }
}
