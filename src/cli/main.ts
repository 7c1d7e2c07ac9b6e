#!/usr/bin/env node
import { processEnvironment } from '../environment.js';
import { runProgram } from './program.js';

process.exitCode = await runProgram(process.argv.slice(2), {
  environment: processEnvironment(),
  stdout: process.stdout,
  get stderr() {
    return process.stderr;
  },
});
