/** What wine, or this way of running it, cannot show: by what a test is called or how it fails. */
const BEYOND = [
  ['there is no git', /\bgit ENOENT/],
  ['wine says that it made a symbolic link, and makes none', /\blinks?\b/],
  ['Windows has no signals of Unix', /Unknown signal|storms/],
  ['Windows has no FIFO', /mkfifo/],
  [
    'Windows has no modes of Unix',
    /\bmode\b|read-only|keeps the journal to its owner|never replaces one/,
  ],
  ['wine’s netstat names no process', /and names who does|names each culprit/],
  [
    'Windows does not tell when a process started, nor which boot it is',
    /one that had our pid|of another boot/,
  ],
  [
    'the test needs a folder of Unix',
    /nothing can be made is told at once|must contain at least one test/,
  ],
];

/** Prints what was shown, what could not be, and what failed; true where nothing did. */
export function report(results) {
  const beyond = new Map();
  const failed = [];
  let shown = 0;
  for (const { pattern, crash, suites = [] } of results) {
    if (crash !== undefined) failed.push(`${pattern}: jest itself ended\n${crash}`);
    for (const { name, message, assertionResults } of suites) {
      if (assertionResults.length === 0) sort(name, message, beyond, failed);
      for (const { status, fullName, failureMessages } of assertionResults) {
        if (status === 'passed') shown += 1;
        else if (status === 'failed') sort(fullName, failureMessages.join('\n'), beyond, failed);
        else note(beyond, 'skipped by the test itself', fullName);
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

function sort(name, message, beyond, failed) {
  const reason = BEYOND.find(([, pattern]) => pattern.test(`${name}\n${message}`))?.[0];
  if (reason === undefined) failed.push(`${name}\n${message}`);
  else note(beyond, reason, name);
}

function note(beyond, reason, name) {
  beyond.set(reason, [...(beyond.get(reason) ?? []), name]);
}
