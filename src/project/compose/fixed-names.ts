import { positionsIn } from '../formats/position.js';
import { offsetAt } from '../formats/value.js';
import { field, readYamlDocuments, scalarValue } from '../formats/yaml.js';
import type { Note } from '../sites/site.js';
import type { SourceFile } from '../writing/source-file.js';
import { composeCommands } from './commands.js';
import type { ComposeProject } from './projects.js';
import { plainProjects } from './projects.js';

/**
 * Names of compose projects that stay the same for all runs: what a command says beats the name
 * that is exported, and what a compose file says stands where none is, which is with several projects.
 */
export function findFixedNames(
  sources: ReadonlyMap<string, SourceFile>,
  projects: readonly ComposeProject[],
): Note[] {
  const settled = plainProjects(projects);
  const files = settled.length > 1 ? settled.flatMap((each) => each.files) : [];
  return [
    ...[...sources.values()].flatMap(namedByCommands),
    ...[...new Set(files)].flatMap((file) => namedByFile(sources.get(file))),
  ];
}

const FLAG = /^(?:-p|--project-name)$/;
const INLINE = /^(?:--project-name=|-p=?)(.+)$/;
const ASSIGNED = /(?:^|[\s;&|])COMPOSE_PROJECT_NAME=(\S+)[^;&|\n]*$/;
/** How far before a command an assignment for it is looked for. */
const LONGEST = 200;

function namedByCommands(source: SourceFile): Note[] {
  return composeCommands(source).flatMap(({ value, at, words }): Note[] => {
    const flag = words.find((word) => FLAG.test(word) || INLINE.test(word));
    const given = flag && (INLINE.exec(flag)?.[1] ?? words[words.indexOf(flag) + 1]);
    const before = ASSIGNED.exec(value.text.slice(Math.max(0, at - LONGEST), at))?.[1];
    const name = given ?? before;
    // `-p $COMPOSE_PROJECT_NAME` is the name that is exported.
    if (name === undefined || /COMPOSE_PROJECT_NAME/.test(name)) return [];
    const how = given === undefined ? 'COMPOSE_PROJECT_NAME' : '-p';
    const reason = `this command names its compose project with ${how}, which beats the name that is exported, so that all runs share its containers: take it out`;
    return [
      {
        file: source.path,
        ...positionsIn(source.text)(offsetAt(value, at)),
        reason,
        inOverlay: true,
      },
    ];
  });
}

/** The key, or an escape that may be a part of it: most files need not be parsed once more. */
const MAY_HAVE_NAME = /name|\\/;

function namedByFile(source: SourceFile | undefined): Note[] {
  if (source === undefined || !MAY_HAVE_NAME.test(source.text)) return [];
  return readYamlDocuments(source.text).flatMap((yaml): Note[] => {
    const node = yaml.resolve(field(yaml, yaml.root, 'name'));
    const value = scalarValue(source.text, node);
    if (value === undefined || value.text.includes('$')) return [];
    const reason =
      'the compose project has a fixed name, so that all runs share its containers: take name out and set COMPOSE_PROJECT_NAME for each run, or use the mode overlay, which gives it a name of its own';
    return [{ file: source.path, ...positionsIn(source.text)(offsetAt(value, 0)), reason }];
  });
}
