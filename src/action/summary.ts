import { summary } from '@actions/core';
import type { LeftAlone, LogicalPort } from '../project/sites/site.js';
import { foldAlike, type OfFile } from '../project/telling/folded.js';
import { type ChangedPlace, isFileChange } from '../project/writing/change.js';
import { cell } from './plain.js';
import type { Told } from './tell.js';

/** A page that nobody would scroll through. */
const MAX_ROWS = 200;

/** The job's summary: what moved where, and what was found and left alone. */
export async function writeSummary(told: Told): Promise<void> {
  const ports = portRows(told);
  const left = leftRows(told);
  if (ports.length === 0 && left.length === 0) return;
  summary.addHeading(told.planned ? 'Ports that would be reserved' : 'Ports', 3);
  summary.addTable([header('name', 'declared', 'reserved', 'written'), ...ports]);
  if (left.length > 0) {
    summary.addHeading('Found and left alone', 4);
    summary.addTable([header('where', 'port', 'why'), ...left]);
  }
  await summary.write().catch(() => undefined); // a runner without summaries
}

function header(...titles: string[]) {
  return titles.map((data) => ({ data, header: true }));
}

function portRows({ prepared, planned }: Told): string[][] {
  const { detection, ports, changes } = prepared;
  const places = changes
    .filter(isFileChange)
    .flatMap(({ path, places: all }) => all.map((place) => ({ path, place })));
  return [...detection.ports, ...detection.external].slice(0, MAX_ROWS).map((port) => {
    const written = places.filter(({ place }) => place.name === port.name).map(where);
    return [
      cell(port.name),
      cell(declared(port)),
      cell(String(ports[port.name] ?? '')),
      cell(planned ? '' : written.join(', ')),
    ];
  });
}

function where({ path, place }: { path: string; place: ChangedPlace }): string {
  return `${path}:${place.line}`;
}

function declared({ port, protocols }: LogicalPort): string {
  const suffix = protocols.join('+') === 'tcp' ? '' : `/${protocols.join('+')}`;
  return port === undefined ? '' : `${port}${suffix}`;
}

function leftRows({ prepared }: Told): string[][] {
  const { leftAlone, notes } = prepared.detection;
  const isOverlay = prepared.mode === 'overlay';
  const shared = notes.filter(({ inOverlay }) => !isOverlay || inOverlay === true);
  return foldAlike([...prepared.unreached, ...leftAlone, ...shared])
    .slice(0, MAX_ROWS)
    .map((files) => [
      cell(files.map(linesOf).join(', ')),
      cell(numbersOf(files.flat())),
      cell(files[0][0].reason),
    ]);
}

/** `compose.yaml:5, 9`: all that the file says alike. */
function linesOf(places: OfFile): string {
  return `${places[0].file}:${distinct(places.map(({ line }) => line))}`;
}

function numbersOf(places: readonly LeftAlone[]): string {
  return distinct(places.flatMap(({ port }) => port ?? []));
}

function distinct(numbers: readonly number[]): string {
  return [...new Set(numbers)].join(', ');
}
