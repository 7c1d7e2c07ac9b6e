import { PortKeeperError } from '../../errors.js';
import type { PortNumber } from '../../ports/index.js';
import type { LogicalPort, Site } from '../sites/site.js';
import type { ChangedPlace, FileChange } from './change.js';
import { applyEdits, type Edit } from './edit.js';
import type { SourceFile } from './source-file.js';

interface PlannedEdit {
  readonly edit: Edit;
  readonly place: ChangedPlace;
}

/**
 * The edits that give every port its number, one change a file, in the order of the paths. Pure.
 * A port without a number and a site that states the right one already need nothing.
 * @param numbers by port name.
 * @param sources by path: the very texts in which the sites were found.
 * @throws {PortKeeperError} FILE_NOT_EDITABLE, when two ports claim one place.
 * @throws {RangeError} when a site's text is missing: a fault of ours.
 */
export function planEdits(
  ports: readonly LogicalPort[],
  numbers: ReadonlyMap<string, PortNumber>,
  sources: ReadonlyMap<string, SourceFile>,
): FileChange[] {
  const byFile = new Map<string, PlannedEdit[]>();
  for (const port of ports) {
    const number = numbers.get(port.name);
    if (number === undefined) continue;
    for (const site of port.sites) {
      if (site.port === number || site.within) continue;
      const planned = byFile.get(site.file) ?? [];
      byFile.set(site.file, [...planned, planSite(site, port.name, number)]);
    }
  }
  return [...byFile.keys()].sort().map((path) => planFile(path, byFile.get(path) ?? [], sources));
}

function planSite(site: Site, name: string, to: PortNumber): PlannedEdit {
  const { before = '', after = '' } = site.insert ?? {};
  return {
    edit: { start: site.start, end: site.end, text: `${before}${to}${after}` },
    place: { line: site.line, column: site.column, name, from: site.port, to },
  };
}

function planFile(
  path: string,
  planned: readonly PlannedEdit[],
  sources: ReadonlyMap<string, SourceFile>,
): FileChange {
  const before = sources.get(path);
  if (before === undefined) throw new RangeError(`No text of ${path} to edit`);
  const sorted = dropRepeats([...planned].sort((a, b) => a.edit.start - b.edit.start));
  refuseOverlaps(path, sorted);
  const edits = sorted.map(({ edit }) => edit);
  return {
    path,
    before,
    edits,
    after: applyEdits(before.text, edits),
    places: sorted.map(({ place }) => place),
  };
}

/** Two rules may find the same digits; that is one edit, as long as both want the same number. */
function dropRepeats(sorted: readonly PlannedEdit[]): PlannedEdit[] {
  return sorted.filter(({ edit }, index) => {
    const previous = sorted[index - 1]?.edit;
    return !(
      previous?.start === edit.start &&
      previous.end === edit.end &&
      previous.text === edit.text
    );
  });
}

/** Two texts that are written at one place touch nothing, and would still be in each other's way. */
function isSame(a: Edit, b: Edit): boolean {
  return a.start === b.start && a.end === b.end;
}

/** Rules of the user's own can do that; ours would be at fault. */
function refuseOverlaps(path: string, sorted: readonly PlannedEdit[]): void {
  for (const [index, { edit, place }] of sorted.entries()) {
    const previous = sorted[index - 1];
    if (previous === undefined || (previous.edit.end <= edit.start && !isSame(previous.edit, edit)))
      continue;
    const { line, column } = place;
    throw new PortKeeperError(
      'FILE_NOT_EDITABLE',
      `${path} states two ports at one place: ${previous.place.name} and ${place.name}`,
      {
        hint: 'Give them one name in portkeeper.yaml. Nothing was written.',
        place: { file: path, line, column },
      },
    );
  }
}
