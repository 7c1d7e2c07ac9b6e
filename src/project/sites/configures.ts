import { folderOf } from '../packages.js';
import type { ConfiguredServer, DefaultPort } from './default-port.js';

/** `vite.renderer.config.ts`, `vite.config.dev.ts`: read only where a flag names it. */
const VARIANT = /(^|\/)vite(?!\.config\.[cm]?[jt]s$|\.json$)[^/]*$/;

/** Whether a command reads a configuration, by where both are; what server it is of, others say. */
export function configures({ file }: ConfiguredServer, found: DefaultPort): boolean {
  if (found.config !== undefined) return file === found.config;
  if (VARIANT.test(file)) return false;
  if (found.folder === undefined) return true;
  const folder = homeOf(file);
  if (folder === found.folder) return true;
  return found.isElsewhere && (found.folder === '' || folder.startsWith(`${found.folder}/`));
}

/** `webpack.dev.js`: read where a flag names it, or where the usual one takes it in. */
export function mayBeUnread({ file }: ConfiguredServer): boolean {
  return /(^|\/)webpack(?!\.config\.[cm]?[jt]s$)[^/]*$/.test(file);
}

/** The folder that a file is kept for: `.streamlit/config.toml` and `config/vite.json` are its parent's. */
function homeOf(file: string): string {
  const folder = folderOf(file);
  const isBelow = /(^|\/)\.[^/]+$/.test(folder) || /(^|\/)config\/vite\.json$/.test(file);
  return isBelow ? folderOf(folder) : folder;
}
