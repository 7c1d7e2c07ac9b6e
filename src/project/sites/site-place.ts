import type { FilePlace, Site } from './site.js';

/** Two findings of the same digits are one site; the inner numbers of a range have none. */
export function siteKey({
  file,
  start,
  within,
  port,
}: Pick<Site, 'file' | 'start'> & Partial<Pick<Site, 'within' | 'port'>>): string {
  return within === true ? `${file}:${start}+${port}` : `${file}:${start}`;
}

export function placeText({ file, line }: Pick<FilePlace, 'file' | 'line'>): string {
  return `${file}:${line}`;
}
