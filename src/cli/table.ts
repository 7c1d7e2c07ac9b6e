import { harmless } from './terminal.js';

/** A column: its title, and whether it may be cut where the screen is too narrow. */
export interface Column {
  readonly title: string;
  readonly flexible?: boolean;
}

const GAP = 2;
/** A flexible column is never cut below this: less would tell nothing. */
const LEAST = 8;

/**
 * Rows under their titles, in columns that are as wide as what stands in them. With a width, the
 * widest flexible columns are cut until a row fits.
 */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width?: number,
): string[] {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => row.map(harmless))];
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => lengthOf(row[at] ?? ''))));
  if (width !== undefined) shrink(widths, columns, width);
  return cells.map((row) => joinCells(row, widths));
}

/** Rows without titles, in columns. */
export function alignRows(rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => row.map(harmless));
  const widths = (cells[0] ?? []).map((_, at) =>
    Math.max(...cells.map((row) => lengthOf(row[at] ?? ''))),
  );
  return cells.map((row) => joinCells(row, widths));
}

function joinCells(row: readonly string[], widths: readonly number[]): string {
  const padded = row.map((cell, at) => padTo(cell, widths[at] ?? 0));
  return padded.join(' '.repeat(GAP)).trimEnd();
}

function shrink(widths: number[], columns: readonly Column[], width: number): void {
  const total = () => widths.reduce((sum, one) => sum + one, GAP * (widths.length - 1));
  while (total() > width) {
    const flexible = widths.map((one, at) => (columns[at]?.flexible === true ? one : 0));
    const widest = Math.max(...flexible);
    if (widest <= LEAST) return;
    widths[flexible.indexOf(widest)] = widest - 1;
  }
}

function padTo(cell: string, width: number): string {
  const length = lengthOf(cell);
  if (length <= width) return cell + ' '.repeat(width - length);
  return `${[...cell].slice(0, width - 1).join('')}…`;
}

function lengthOf(cell: string): number {
  return [...cell].length;
}
