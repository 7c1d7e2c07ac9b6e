import { folderOf, foldersUp, joinPath } from '../packages.js';
import type { SourceFile } from '../writing/source-file.js';
import { IS_JAVASCRIPT } from './kinds.js';

/** Frameworks and tools that load env files by themselves, as `package.json` names them. */
const LOADERS = new RegExp(
  `"(?:${[
    'next nuxt nitropack vite astro gatsby expo parcel react-scripts @vue/cli-service vinxi',
    '@remix-run/[a-z-]+ @react-router/dev @sveltejs/kit @tanstack/[a-z-]+ @redwoodjs/[a-z-]+',
    '@nestjs/config @adonisjs/[a-z-]+ @strapi/[a-z-]+ @medusajs/[a-z-]+ @keystone-6/core payload',
    'prisma @prisma/client typeorm @mikro-orm/core drizzle-kit fastify-cli @?fastify[-/]env',
    'nx @nx/[a-z-]+ @nrwl/[a-z-]+ foreman wrangler serverless netlify-cli vercel env-[a-z-]+',
    'bun @types/bun bun-types sst @vercel/[a-z-]+ convex',
  ]
    .join(' ')
    .replaceAll(' ', '|')})"`,
);
const STARTS_WITH_BUN = /\bbunx? |"bun@/;
/** Whoever says so has something to do with them; `process.env` is no file. */
const NAMES_ENV_FILES = /dotenv|env-cmd|env[-_]?file|(?<![\w)\]])\.env\b/i;
/** Those files themselves, and what only watches them. */
const SAYS_NOTHING = /(?:^|\/)(?:[^/]*\.env(?:\.[^/]*)?|\.env[^/]*|turbo\.jsonc?)$/;
const LOADS_BY_NATURE = /(?:^|\/)(?:Procfile[^/]*|\.envrc)$/;

const IS_PHP = /\.php$/;

/** Whether something loads env files for a program: `node server.js` alone does not. */
export type Loading = 'surely' | 'perhaps' | 'hardly';

/** How far env files are loaded for the program that a file is a part of. */
export function loadingBy(sources: ReadonlyMap<string, SourceFile>): (path: string) => Loading {
  let isNamed: boolean | undefined;
  return (path) => {
    // Every text is looked at: only where somebody asks.
    isNamed ??= [...sources.values()].some(namesEnvFiles);
    if (isNamed || IS_PHP.test(path)) return 'surely';
    if (!IS_JAVASCRIPT.test(path)) return 'perhaps';
    const above = foldersUp(folderOf(path)).flatMap(
      (folder) => sources.get(joinPath(folder, 'package.json'))?.text ?? [],
    );
    if (above.length === 0) return 'perhaps';
    const isLoaded = above.some((text) => LOADERS.test(text) || STARTS_WITH_BUN.test(text));
    return isLoaded ? 'surely' : 'hardly';
  };
}

function namesEnvFiles({ path, text }: SourceFile): boolean {
  if (SAYS_NOTHING.test(path)) return false;
  return LOADS_BY_NATURE.test(path) || NAMES_ENV_FILES.test(text);
}
