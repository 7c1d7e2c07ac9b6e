import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

/** What a project takes, without the registry. */
const PROJECT = /^(errors|reporter|ports\/.*|project\/.*)\.ts$/;

/**
 * A folder of the repository compiled, types dropped, for a child process that plain Node runs.
 * It lies in `node_modules`, so that it finds the packages.
 * @param wanted the paths of what is compiled.
 */
export async function compileSource(wanted: RegExp = PROJECT): Promise<{
  /** What a module is imported by, as a literal. */
  url: (module: string) => string;
  remove: () => Promise<void>;
}> {
  const cache = join(process.cwd(), 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'portkeeper-'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  const source = join(process.cwd(), 'src');
  const found = await readdir(source, { recursive: true });
  for (const name of found.map((one) => one.split(sep).join('/'))) {
    if (!wanted.test(name)) continue;
    const { outputText } = ts.transpileModule(await readFile(join(source, name), 'utf8'), {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    const path = join(folder, name.replace(/ts$/, 'js'));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, outputText);
  }
  return {
    url: (module) => JSON.stringify(pathToFileURL(join(folder, module)).href),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
