import type { Site } from './site.js';

const FIXTURE =
  'its package is a fixture of tests, and no server of the project; to run it by hand, prepare its own folder';
const TEMPLATE =
  'its package is a template, which another one makes projects of; to run it by hand, prepare its own folder';
/** Cookiecutter and its like: `{{cookiecutter.slug}}/Makefile`, whose lines are no commands yet. */
const UNNAMED = /\{\{.{1,200}?\}\}/;
const UNNAMED_TEMPLATE =
  'it stands in the template of a project, whose folder has yet to get its name';

/**
 * Why what a package says of ports stays that is no part of the project: what tests are given, and
 * what a package has others made of. A project of templates alone is none of this.
 */
export function fixtureReasons(
  packageOf: (path: string) => string,
): (site: Site) => string | undefined {
  const known = new Map<string, string | undefined>();
  return ({ file }) => {
    if (UNNAMED.test(file)) return UNNAMED_TEMPLATE;
    const folder = packageOf(file);
    if (!known.has(folder)) known.set(folder, reasonFor(folder, packageOf));
    return known.get(folder);
  };
}

function reasonFor(folder: string, packageOf: (path: string) => string): string | undefined {
  const parts = folder.split('/');
  if (parts.some((part) => /^(?:__)?(?:[\w-]+-)?fixtures?(?:__)?$/.test(part))) return FIXTURE;
  const at = parts.findIndex((part) => /^templates?$|^template-/.test(part));
  // `packages/templates` is a package like others.
  const isWhole = parts[at] === 'templates' && at === parts.length - 1;
  if (at === -1 || isWhole) return undefined;
  const maker = packageOf([...parts.slice(0, at), 'package.json'].join('/'));
  return maker === '' ? undefined : TEMPLATE;
}
