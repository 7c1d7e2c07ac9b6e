import { PortKeeperError } from '../../errors.js';
import { detectPorts } from '../../prepare.js';
import type { Detection } from '../../project/detect.js';
import type { CliCommand } from '../command.js';
import { printResult } from '../context.js';
import { detectionJson } from '../json.js';
import { foldedLines } from '../left-alone.js';
import { DETECTION_OPTIONS, readDetectionOptions } from '../project-options.js';
import { type Column, formatTable } from '../table.js';

export const detect: CliCommand = {
  name: 'detect',
  summary: 'list every port of a project, and each place that states it',
  operands: '[dir]',
  details: 'Changes nothing and reserves nothing. Exits 1 when there is no port.',
  options: DETECTION_OPTIONS,
  examples: [
    ['portkeeper detect', 'the ports of this folder'],
    ['portkeeper detect apps/shop --json', 'the same of another, with the rule that found each'],
  ],
  async run(given, context) {
    const { reporter, terminal } = context;
    const [directory = '.'] = given.operands;
    const detection = await detectPorts({ ...readDetectionOptions(given), directory, reporter });
    for (const { file, line, column, message } of detection.problems) {
      reporter.warn(`${file}:${line}:${column} cannot be read: ${message}`);
    }
    printResult(
      context,
      () => detectionJson(detection),
      () => describe(detection, terminal.width),
      detection.ports.length > 0 ? 1 : 0,
    );
    if (detection.ports.length === 0) throw nothingFound(directory, detection);
    return 0;
  },
};

export function nothingFound(
  directory: string,
  { leftAlone }: Pick<Detection, 'leftAlone'>,
): PortKeeperError {
  if (leftAlone.some(({ port }) => port !== undefined)) {
    return new PortKeeperError('NOTHING_FOUND', `No host port of ${directory} can be moved`, {
      hint: 'What was found is left alone, and the list of that says why.',
    });
  }
  return new PortKeeperError('NOTHING_FOUND', `No host port was found in ${directory}`, {
    hint: "Give the project's root, or name ports with --ports or in portkeeper.yaml.",
  });
}

const COLUMNS: readonly Column[] = [
  { title: 'PORT' },
  { title: 'NAME' },
  { title: 'WHERE' },
  { title: 'ROLE' },
  { title: 'RULE', flexible: true },
];

function describe({ ports, leftAlone, notes }: Detection, width: number | undefined): string[] {
  const rows = ports.flatMap(({ name, port, protocols, sites }) => {
    const number = `${port ?? 'any'}/${protocols.join('+')}`;
    const first = sites.length === 0 ? [[number, name, unwritten(port, leftAlone), '', '']] : [];
    const others = sites.map(({ file, line, column, role, rule }, at) => [
      ...(at === 0 ? [number, name] : ['', '']),
      `${file}:${line}:${column}`,
      role,
      rule,
    ]);
    return [...first, ...others];
  });
  const table = rows.length === 0 ? [] : formatTable(COLUMNS, rows, width);
  return [
    ...table,
    ...listOf('Left alone:', foldedLines(leftAlone, Infinity)),
    ...listOf('What runs side by side would share:', foldedLines(notes, Infinity)),
  ];
}

function unwritten(port: number | undefined, leftAlone: Detection['leftAlone']): string {
  const isLeft = port !== undefined && leftAlone.some((each) => each.port === port);
  return isLeft ? 'in what is left alone' : 'asked for by name';
}

function listOf(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}
