/**
 * Text that comes from a project, made fit to be printed: a runner takes a line that begins with
 * `::` for a command, and a line feed begins a line.
 */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll('::', ':\u200b:')
    .replaceAll('##[', '#\u200b#[');
}

/** The same, for a cell of a table in a job summary: neither HTML nor Markdown of a stranger's. */
export function cell(text: string): string {
  return plain(text).replace(/[&<>"'|`*_[\]()\\~#!$@]/g, (char) => `&#${char.charCodeAt(0)};`);
}
