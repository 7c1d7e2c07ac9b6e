import { stripVTControlCharacters } from 'node:util';

/**
 * What wine, or this way of running it, cannot show: tests by what they are called and how they fail,
 * or by one of the two. A test of such a name that fails in another way has failed.
 */
const BEYOND = [
  { reason: 'there is no git', message: /\bgit ENOENT/ },
  {
    reason: 'wine says that it made a symbolic link, and makes none',
    name: /\blinks?\b/,
    message:
      /"code": "ENOENT"|ENOENT: no such file or directory|promise resolved instead|^-\s+"a\/\.env"/m,
  },
  { reason: 'Windows has no signals of Unix', message: /Unknown signal/ },
  { reason: 'Windows has no FIFO', message: /mkfifo ENOENT/ },
  {
    reason: 'a name of Windows is no row of bytes',
    name: /a name that is no UTF-8/,
    message: /ENOENT: no such file or directory, mkdir/,
  },
  {
    reason: 'Windows has no modes of Unix',
    name: /keeps the journal to its owner/,
    message: /Received: "folder 666"/,
  },
  {
    reason: 'Windows has no modes of Unix',
    name: /making a file never replaces one/,
    message: /"file 666 0:0 new"/,
  },
  {
    reason: 'a folder of Windows takes files, whatever its read-only mark says',
    name: /read-only files and folders/,
    message: /"changedFiles": \["c", "d\/b"\]/,
  },
  {
    reason: 'a folder of Windows takes files, whatever its read-only mark says',
    name: /refuses a file in a read-only folder/,
    message: /Resolved to value: undefined/,
  },
  {
    reason: 'wine’s netstat names no process',
    name: /and names who does|names each culprit/,
    message: /-.*\bpid \d+/,
  },
  {
    reason: 'Windows does not tell when a process started',
    name: /one that had our pid/,
    message: /Expected: "dead"\s+Received: "alive"/,
  },
  {
    reason: 'Windows does not tell which boot it is',
    name: /of another boot/,
    message: /Expected: "dead"\s+Received: "unknown"/,
  },
  {
    reason: 'the test needs a folder of Unix, /proc',
    name: /where nothing can be made is told at once/,
    message: /promise resolved instead/,
  },
  {
    reason: 'the tests need root of Unix',
    name: /shared-folder\.test\.ts$/,
    message: /must contain at least one test/,
  },
];

/** Prints what was shown, what could not be, and what failed; true where nothing did. */
export function report(results) {
  const beyond = new Map();
  const failed = [];
  let shown = 0;
  for (const { pattern, crash, suites = [] } of results) {
    if (crash !== undefined) failed.push(`${pattern}: jest itself ended\n${crash}`);
    for (const { tests, ...suite } of suites) {
      if (tests.length === 0) sort(suite, beyond, failed);
      for (const { status, ...one } of tests) {
        if (status === 'passed') shown += 1;
        else if (status === 'failed') sort(one, beyond, failed);
        else note(beyond, 'skipped by the test itself', one.name);
      }
    }
  }
  console.log(`\n${shown} tests passed under Windows’ Node.`);
  for (const [reason, names] of beyond) {
    console.log(
      `NOT SHOWN, ${reason}: ${names.length}\n${names.map((name) => `  ${name}`).join('\n')}`,
    );
  }
  for (const text of failed) console.error(`FAILED: ${text}`);
  console.log(
    'Wine is no Windows: not its locks on open files, its file system, its netsh, tasklist or antivirus.',
  );
  return failed.length === 0;
}

/** The message without the colours of a terminal. */
function sort({ name, message }, beyond, failed) {
  const text = stripVTControlCharacters(message);
  const fits = (pattern, what) => pattern === undefined || pattern.test(what);
  const found = BEYOND.find((one) => fits(one.name, name) && fits(one.message, text));
  if (found === undefined) failed.push(`${name}\n${text}`);
  else note(beyond, found.reason, name);
}

function note(beyond, reason, name) {
  beyond.set(reason, [...(beyond.get(reason) ?? []), name]);
}
