#!/usr/bin/env node
import { processEnvironment } from '../environment.js';
import { leaveGoneTerminal } from './gone-terminal.js';
import { runProgram } from './program.js';

process.exitCode = await runProgram(process.argv.slice(2), {
  environment: processEnvironment(),
  stdout: process.stdout,
  get stderr() {
    return process.stderr;
  },
});
leaveGoneTerminal();
// All is done and written. To take a process apart that ends anyway takes longer than a port did.
if (process.exitCode === 0) process.exit();
