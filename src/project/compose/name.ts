/** Compose allows lower-case letters, digits, `-` and `_`, led by a letter or digit. */
const VALID = /^[a-z0-9][a-z0-9_-]*$/;

export function isComposeProjectName(text: string): boolean {
  return VALID.test(text);
}

/** A name that no other reservation gets, told apart by a person by the folder it begins with. */
export function uniqueComposeProjectName(folder: string, reservation: string): string {
  const stem = folder
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[-_]+|-+$/g, '')
    .slice(0, 40);
  return `${stem || 'project'}-${reservation.slice(0, 8)}`;
}
