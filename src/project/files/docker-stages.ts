import type { ImageStage } from '../sites/findings.js';

const LINE =
  /^[ \t]*(?:FROM[ \t]+(?:--\S{1,100}[ \t]+){0,4}(\S{1,200})(?:[ \t]+AS[ \t]+(\S{1,100}))?|EXPOSE[ \t]+([\d \t/a-z-]{1,200})$|ENV[ \t]+PORT[ =]"?(\d{2,5})\b)/gim;

/** Of a Dockerfile with more of them nobody asks for one alone. */
const MAX_STAGES = 100;

/**
 * The stages of a Dockerfile, each with the numbers that its containers listen on: those of the
 * stage that it is made from are its own too. Where a variable names that, it may be any before it.
 */
export function readStages(text: string): ImageStage[] {
  const stages: { readonly name: string; readonly ports: number[] }[] = [];
  const named = new Map<string, readonly number[]>();
  for (const [, image, name = '', exposed = '', port = ''] of text.matchAll(LINE)) {
    if (image !== undefined) {
      const base = image.toLowerCase();
      const before = base.includes('$') ? [...named.values()].flat() : (named.get(base) ?? []);
      const stage = { name: name.toLowerCase(), ports: [...before] };
      stages.push(stage);
      named.set(stage.name, stage.ports);
      if (stages.length > MAX_STAGES) return [];
    } else for (const each of numbersIn(exposed || port)) stages.at(-1)?.ports.push(each);
  }
  return stages;
}

function numbersIn(words: string): number[] {
  return [...words.matchAll(/\d{2,5}/g)].map(([digits]) => Number(digits));
}
