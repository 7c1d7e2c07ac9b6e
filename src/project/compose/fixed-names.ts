import type { Detection } from '../detect.js';
import { scanDotenv } from '../formats/dotenv.js';
import { positionsIn } from '../formats/position.js';
import { offsetAt } from '../formats/value.js';
import { field, readYamlDocuments, scalarValue } from '../formats/yaml.js';
import { joinPath } from '../packages.js';
import type { Findings } from '../sites/findings.js';
import type { Note } from '../sites/site.js';
import type { SourceFile } from '../writing/source-file.js';
import { composeCommands } from './commands.js';
import { composeEnvFiles } from './env-files.js';
import { type ComposeProject, isOfDevContainer, plainProjects } from './projects.js';

/**
 * Names of compose projects that stay the same for all runs: what a command says beats the name
 * that is exported; and where none is, which is with several projects, what an env file says, a
 * compose file, or the folder.
 */
export function findFixedNames(
  sources: ReadonlyMap<string, SourceFile>,
  projects: readonly ComposeProject[],
): Note[] {
  const settled = plainProjects(projects);
  const several = settled.length > 1 ? settled : [];
  const named = new Map(several.flatMap((each) => nameOf(each, sources)).map(byPlace));
  return [...[...sources.values()].flatMap(namedByCommands), ...named.values()];
}

/** What files say that two runs would share, without what a variable makes another one for each. */
export function sharedNotes(
  findings: ReadonlyMap<string, Findings>,
  sources: ReadonlyMap<string, SourceFile>,
): Note[] {
  const envFilesOf = composeEnvFiles(findings);
  return [...findings.values()].flatMap(({ notes }) =>
    notes.flatMap(({ unlessVaried = [], ...note }) => {
      const said = unlessVaried.length === 0 ? [] : envFilesOf(note.file).map(saidIn(sources));
      return unlessVaried.every((name) => said.some((each) => each.has(name))) ? note : [];
    }),
  );
}

/** The variables that an env file gives a text of its own. */
function saidIn(sources: ReadonlyMap<string, SourceFile>): (path: string) => ReadonlySet<string> {
  return (path) => {
    const entries = scanDotenv(sources.get(path)?.text ?? '');
    return new Set(entries.filter(({ value }) => !value.text.includes('$')).map(({ key }) => key));
  };
}

/** What gives the one compose project the same name in every checkout, where none is exported. */
export function findFixedName({
  sources,
  composeProjects,
}: Pick<Detection, 'sources' | 'composeProjects'>): Note | undefined {
  const [only, ...more] = plainProjects(composeProjects);
  return only === undefined || more.length > 0 ? undefined : nameOf(only, sources)[0];
}

/** Two projects can have one file. */
function byPlace(note: Note): readonly [string, Note] {
  return [`${note.file}:${note.line}`, note];
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

/** What names a project, in the order in which compose asks. */
function nameOf(project: ComposeProject, sources: ReadonlyMap<string, SourceFile>): Note[] {
  const byEnvFile = namedByEnvFile(sources.get(joinPath(project.directory, '.env')));
  if (byEnvFile !== undefined) return byEnvFile;
  const byFiles = project.files.map((file) => namedByFile(sources.get(file)));
  return byFiles.some((each) => each !== undefined)
    ? byFiles.flatMap((each) => each ?? [])
    : namedByFolder(project);
}

const SAME = 'so that all runs share its containers and volumes';
const OVERLAY = 'or use the mode overlay, which gives it a name of its own';

/** It beats the name that an overlay has. */
function namedByEnvFile(source: SourceFile | undefined): Note[] | undefined {
  const entry = scanDotenv(source?.text ?? '').find(({ key }) => key === 'COMPOSE_PROJECT_NAME');
  if (source === undefined || entry === undefined || entry.value.text === '') return undefined;
  if (entry.value.text.includes('$')) return [];
  const reason = `COMPOSE_PROJECT_NAME fixes the name of the compose project, ${SAME}: set it for each run`;
  const place = positionsIn(source.text)(offsetAt(entry.value, 0));
  return [{ file: source.path, ...place, reason, inOverlay: true }];
}

/** The key, or an escape that may be a part of it: most files need not be parsed once more. */
const MAY_HAVE_NAME = /name|\\/;

function namedByFile(source: SourceFile | undefined): Note[] | undefined {
  if (source === undefined || !MAY_HAVE_NAME.test(source.text)) return undefined;
  for (const yaml of readYamlDocuments(source.text)) {
    const value = scalarValue(source.text, yaml.resolve(field(yaml, yaml.root, 'name')));
    if (value === undefined) continue;
    if (value.text.includes('$')) return [];
    const reason = `the compose project has a fixed name, ${SAME}: take name out and set COMPOSE_PROJECT_NAME for each run, ${OVERLAY}`;
    return [{ file: source.path, ...positionsIn(source.text)(offsetAt(value, 0)), reason }];
  }
  return undefined;
}

/** A folder within the project is called the same in every checkout, and so is what compose makes. */
function namedByFolder(project: ComposeProject): Note[] {
  const { directory, files } = project;
  const [file] = files;
  if (file === undefined || directory === '' || isOfDevContainer(project)) return [];
  const reason = `the folder "${directory}" names its compose project, ${SAME}: set COMPOSE_PROJECT_NAME for each run, ${OVERLAY}`;
  return [{ file, line: 1, column: 1, reason }];
}
