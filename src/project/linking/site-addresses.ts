import { folderOf, foldersUp, setOnce } from '../packages.js';
import type { Findings, Reading } from '../sites/findings.js';
import type { Site } from '../sites/site.js';
import { placeText } from '../sites/site-place.js';

/**
 * Why the URL that a variable holds stays: a server whose configuration takes its address from that
 * variable listens on what it says. It has the variable from its folder, or one above, from a
 * compose file, or from an env file that a container loads.
 */
export function siteAddresses(
  findings: ReadonlyMap<string, Findings>,
): (site: Site) => string | undefined {
  const byVariable = new Map<string, Reading>();
  const byFolder = new Map<string, Reading>();
  const all = [...findings.values()];
  for (const reading of all.flatMap(({ readings }) => readings)) {
    if (reading.address === undefined) continue;
    for (const { variable } of reading.chain) {
      setOnce(byVariable, variable, reading);
      for (const folder of foldersUp(folderOf(reading.file)))
        setOnce(byFolder, `${variable} ${folder}`, reading);
    }
  }
  if (byVariable.size === 0) return () => undefined;
  const loaded = new Set(all.flatMap(({ envFiles }) => envFiles.map(({ path }) => path)));
  const isForContainers = (file: string): boolean =>
    findings.get(file)?.reader === 'compose' || loaded.has(file);
  return ({ file, setIn = '' }) => {
    const reading = isForContainers(file)
      ? byVariable.get(setIn)
      : byFolder.get(`${setIn} ${folderOf(file)}`);
    return (
      reading &&
      `${reading.address} listens on what ${setIn} says (${placeText(reading)}), which is the container's side where it runs in one`
    );
  };
}
