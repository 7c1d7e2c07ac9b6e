import { runMain } from './run-main.js';

await runMain();
// All is done; to take a process apart that ends anyway takes milliseconds. What was said is written
// first: it may be to a pipe that does not take it at once.
process.stdout.write('', () => process.exit());
