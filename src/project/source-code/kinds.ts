import { signsOf } from '../files/index.js';
import { javascript } from '../formats/javascript/index.js';
import { endingOf } from '../packages.js';

/** What is written by people and runs as it stands; documentation only tells. */
const EXTENSIONS = [
  'js cjs mjs jsx ts cts mts tsx vue svelte astro py rb php pl pm go rs java kt kts groovy gradle scala sbt',
  'cs fs vb ex exs erl clj c cc cpp cxx h hpp dart swift http',
  // Pages, and those of servers.
  'html heex eex erb haml slim ejs hbs twig cshtml razor jsp',
].flatMap((line) => line.split(' '));
/** What programs and other people's tools read. */
const CONFIGURATIONS =
  'yml yaml toml ini cfg conf properties env sh bash bats bru rest hcl nix caddy json'.split(' ');
const SEARCHED = [...EXTENSIONS, ...CONFIGURATIONS];
/** A repository within the project is a folder, whose files are not looked into. */
export const IS_SOURCE = endsIn(EXTENSIONS);
/** Those of no such name: of a build, a proxy, an API, and what an editor starts. */
const NAMED = 'pom.xml *Caddyfile* Tiltfile .run/*.xml .idea/runConfigurations/*.xml'
  .split(' ')
  .map((glob) => ({ glob, regExp: new RegExp(`(?:^|/)${asExpression(glob)}$`) }));
const IS_NAMED = new RegExp(NAMED.map(({ regExp }) => regExp.source).join('|'));
export const IS_CONFIGURATION = new RegExp(`${endsIn(CONFIGURATIONS).source}|${IS_NAMED.source}`);
/** What is written there is said to PortKeeper, and calls nothing. */
export const IS_OURS = /(?:^|\/)portkeeper[.]ya?ml$/;
export const IS_JAVASCRIPT = endsIn(javascript.endings);
/** Where others' code, and what a build made of one's own, is sometimes committed. */
export const NOT_OURS = ['node_modules', 'vendor', 'dist', 'build'];
/** What tools write, which says of each package where others get it. */
export const LOCKS = ['package-lock.json', 'npm-shrinkwrap.json'];
/** Data of tests and of documentation. */
export const IS_DATA =
  /(^|\/)(__tests__|__mocks__|tests?|specs?|e2e|fixtures?|examples?|docs?|mocks?)\/|[._-](test|spec|stories|e2e|mock)\.|(^|\/)test_|_test\./;
/** Texts of pages, which show addresses to people. */
const IS_TEXTS = /(^|\/)(locales?|i18n|langs?|languages|translations?|messages|_locales)\//;
export const IN_NOT_OURS = new RegExp(`(?:^|/)(?:${NOT_OURS.join('|')})/`);

/** JSON is data more often than settings. */
export function isJsonData(path: string): boolean {
  return path.endsWith('.json') && (IS_DATA.test(path) || IS_TEXTS.test(path));
}

function endsIn(extensions: readonly string[]): RegExp {
  return new RegExp(`\\.(?:${extensions.join('|')})$`);
}

/** Files that git searches at once. */
export interface Searched {
  /** What they may say besides calls. */
  readonly signs: readonly string[];
  /** As pathspecs. */
  readonly places: string[];
}

/** To look for so many where there are none takes less time than another start of git. */
const FEW_SIGNS = 1;
const fewSigns = [
  ...new Set(SEARCHED.map(signsOf).flatMap((signs) => (signs.length <= FEW_SIGNS ? signs : []))),
];

/** The files among some that may call a port, each language with the signs of its own. */
export function searchedAmong(paths: readonly string[]): Iterable<Searched> {
  const met = new Set(paths.map(endingOf));
  const named = paths.filter((path) => IS_NAMED.test(path));
  const globs = [
    ...SEARCHED.filter((each) => met.has(each)).map((each) => `*.${each}`),
    ...NAMED.filter(({ regExp }) => named.some((path) => regExp.test(path))).map(
      ({ glob }) => glob,
    ),
  ];
  const found = new Map<string, Searched>();
  for (const glob of globs) {
    const signs = signsOf(endingOf(glob));
    const isFew = signs.length <= FEW_SIGNS;
    const key = isFew ? '' : signs.join('|');
    const searched = found.get(key) ?? { signs: isFew ? fewSigns : signs, places: [] };
    searched.places.push(`**/${glob}`);
    found.set(key, searched);
  }
  return found.values();
}

function asExpression(glob: string): string {
  return glob.replaceAll('.', '[.]').replaceAll('*', '[^/]*');
}
