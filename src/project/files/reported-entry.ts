import type { ReportedFile } from './reported-file.js';

export const FOLDERS = '(?:src/|server/|api/|backend/|app/|bin/|cmd/[^/]+/)?';

/** Where programs begin, beside their package or in the usual folders of it. */
export function entry(
  names: string,
  endings: readonly string[],
  folders = FOLDERS,
): Pick<ReportedFile, 'name' | 'files' | 'endings'> {
  const packages = '(?:[^/]+/|(?:apps|services|packages)/[^/]+/)?';
  const path = `^${packages}${folders}(?:${names})\\.(?:${endings.join('|')})$`;
  return { name: 'source', files: new RegExp(path), endings };
}
