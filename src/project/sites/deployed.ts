import type { Site } from './site.js';

const OF_DEPLOYMENT = /^deploy(?:ment)?s?$/;

/**
 * Why what settings of Spring say stays: they stand in a folder for its deployment, in which the
 * program is not, and are handed on to the machine or the image that runs it.
 */
export function deployedReasons(
  moduleOf: (path: string) => string,
): (site: Site) => string | undefined {
  return (site) => {
    if (!site.rule.startsWith('spring.')) return undefined;
    const parts = site.file.split('/').slice(0, -1);
    const at = parts.findIndex((part) => OF_DEPLOYMENT.test(part));
    const folder = parts.slice(0, at + 1).join('/');
    const module = moduleOf(site.file);
    const hasProgram = module === folder || module.startsWith(`${folder}/`);
    if (at === -1 || hasProgram) return undefined;
    return `it stands in "${folder}" without its program, which is deployed with it and runs elsewhere`;
  };
}
