/** In a folder the first of these is compose's choice, with its own override. */
export const BASES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
export const OVERRIDES = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** Whether compose takes a file of this name without being told to. */
export function isTakenByCompose(name: string): boolean {
  return BASES.includes(name) || OVERRIDES.includes(name);
}
