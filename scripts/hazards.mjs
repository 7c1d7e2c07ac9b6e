// What ncc lets pass with exit code 0 and Node then fails on. Looks at a bundle before it is shrunk.
import { isBuiltin } from 'node:module';

/** @returns {string[]} what was found in the text of a bundle; nothing, when it is sound */
export function hazardsIn(text) {
  const code = withoutComments(text);
  const words = ['webpackMissingModule', '__filename', '__dirname'].filter((word) =>
    new RegExp(`\\b${word}\\b`).test(code),
  );
  const required = [...code.matchAll(/(?:createRequire\([^)]*\)|eval\("require"\))\("([^"]+)"\)/g)];
  const packages = required.map(([, module]) => module).filter((module) => !isBuiltin(module));
  return [...words, ...packages.map((module) => `require("${module}")`)];
}

/** Whole-line comments only: what looks like one inside a line may be a glob in a string. */
function withoutComments(code) {
  return code
    .split('\n')
    .filter((line) => !/^\s*(\/\/|\/\*|\*)/.test(line))
    .join('\n');
}
