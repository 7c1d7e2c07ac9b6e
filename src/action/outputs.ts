import { exportVariable, setOutput, warning } from '@actions/core';
import { mayExport } from '../project/telling/steering.js';
import type { Told } from './tell.js';

/** Outputs that a port could be called like; a workflow does not tell capitals apart. */
const TAKEN = /^(?:ports|reservation)$/i;

/** Tells the next steps: outputs for those who ask, environment for those who do not. */
export function writeOutputs(told: Told): void {
  const { prepared } = told;
  for (const [name, port] of Object.entries(prepared.ports)) {
    if (TAKEN.test(name)) warning(`${name} is no output of its own: that tells something else.`);
    else setOutput(name, port);
  }
  setOutput('ports', prepared.ports);
  setOutput('reservation', prepared.id ?? '');
  setOutput('changed-files', told.planned ? [] : prepared.changedFiles);
  setOutput('compose-project-name', prepared.composeProjectName ?? '');
  setOutput('compose-file', prepared.overlays[0]?.composeFile ?? '');
  setOutput('env-file', told.envFile ?? '');
}

export function writeEnvironment({ prepared }: Told): void {
  const variables: Record<string, string> = {
    ...prepared.exports.variables,
    ...prepared.composeVariables,
  };
  for (const [name, value] of Object.entries(variables)) {
    if (mayExport(name) && isCarried(name)) exportVariable(name, value);
  }
}

/** The environment of a machine has any name; in the runner's file one of these would be more. */
function isCarried(name: string): boolean {
  return !/[\r\n=]|<</.test(name);
}
