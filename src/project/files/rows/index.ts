import type { DataRow } from '../row.js';
import { angular, nxProject, proxyConf } from './angular.js';
import { clients } from './clients.js';
import { wranglerJson, wranglerToml } from './cloudflare.js';
import { composer } from './composer.js';
import { deno } from './deno.js';
import { devcontainer } from './devcontainer.js';
import { appSettings, launchSettings, ocelot } from './dotnet.js';
import { firebase } from './firebase.js';
import { javascriptRows } from './javascript.js';
import { nodeConfig } from './node-config.js';
import { platforms } from './platforms.js';
import { runners } from './runners.js';
import { settings } from './settings.js';
import { springProperties, springYaml } from './spring.js';
import { supabase } from './supabase.js';
import { taskfile } from './taskfile.js';
import { tools } from './tools.js';
import { vscode } from './vscode.js';

/** Every file kind that is data. A new one is a row. */
export const dataRows: readonly DataRow[] = [
  angular,
  nxProject,
  proxyConf,
  wranglerToml,
  wranglerJson,
  composer,
  deno,
  devcontainer,
  appSettings,
  launchSettings,
  ocelot,
  firebase,
  nodeConfig,
  springYaml,
  springProperties,
  supabase,
  ...javascriptRows,
  taskfile,
  ...vscode,
  ...clients,
  ...tools,
  ...platforms,
  ...runners,
  // By their names alone: after all others.
  ...settings,
];
