export {
  type FileRow,
  MODES,
  type Mode,
  type Output,
  type ProjectConfig,
  parseMode,
} from './config.js';
export { loadConfig } from './load.js';
export { configSchema } from './schema.js';
