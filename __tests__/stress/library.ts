import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

/** What the registry needs at run time. */
const PACKAGES = ['get-port', 'proper-lockfile', 'graceful-fs', 'retry', 'signal-exit'];
const PARTS =
  /^(src\/((errors|shortage|reporter|duration)|(ports|registry|holder)\/.*)|__tests__\/stress\/contender\/.*)\.ts$/;

/** One line of the library taken out or changed, to see whether a test finds out. */
export interface Plant {
  readonly file: string;
  readonly line: string;
  readonly instead: string;
}

export interface Library {
  readonly folder: string;
  program(name: string): string;
  /** Of a compiled file, by its path in the project. */
  url(name: string): string;
  remove(): void;
}

/**
 * The registry as it ships (the compiler drops types, and nothing else), with the contenders
 * beside it, in a folder that every user of the machine may read: for processes of their own.
 */
export function compileLibrary(plant?: Plant): Library {
  const folder = mkdtempSync(join(tmpdir(), 'portkeeper-library-'));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const name of sources()) {
    const path = join(folder, name.replace(/ts$/, 'js'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      compile(planted(name, readFileSync(join(process.cwd(), name), 'utf8'), plant)),
    );
  }
  for (const name of PACKAGES) {
    const from = join(process.cwd(), 'node_modules', name);
    cpSync(from, join(folder, 'node_modules', name), { recursive: true });
  }
  return {
    folder,
    program: (name) => join(folder, '__tests__', 'stress', 'contender', `${name}.js`),
    url: (name) => pathToFileURL(join(folder, name)).href,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function sources(): string[] {
  return ['src', '__tests__/stress/contender']
    .flatMap((folder) =>
      readdirSync(join(process.cwd(), folder), { recursive: true, encoding: 'utf8' }).map(
        (name) => `${folder}/${name.replaceAll('\\', '/')}`,
      ),
    )
    .filter((name) => PARTS.test(name));
}

function compile(text: string): string {
  const { ES2022 } = ts.ScriptTarget;
  const compilerOptions = { target: ES2022, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}

/** A plant that grows nowhere would let its test pass for nothing. */
function planted(name: string, text: string, plant: Plant | undefined): string {
  if (plant === undefined || !name.endsWith(plant.file)) return text;
  const parts = text.split(plant.line);
  if (parts.length !== 2) throw new Error(`${plant.file} does not say once: ${plant.line}`);
  return parts.join(plant.instead);
}
