import { PortKeeperError } from '../../errors.js';
import { findInForce } from '../../preparation/in-force.js';
import { openBrowser } from '../browser.js';
import type { CliCommand } from '../command.js';
import { printResult } from '../context.js';
import { SCHEMA } from '../json.js';
import { numberOf } from './port.js';

export const open: CliCommand = {
  name: 'open',
  summary: 'open a port of this prepared project in the browser',
  operands: '<name>',
  details:
    'Uses $BROWSER where that is set. The scheme is https for a name that says so (HTTPS_PORT,\n' +
    'WEB_TLS_PORT), else http.',
  options: [
    { flags: '--print', description: 'print the URL, and open nothing' },
    { flags: '--https', description: 'whatever the name says' },
  ],
  examples: [
    ['portkeeper open WEB_PORT', 'http://localhost:… in your browser'],
    ['portkeeper open WEB_PORT --print', 'the URL alone, for another program'],
  ],
  async run({ operands: [name = ''], options }, context) {
    const { environment, reporter } = context;
    const number = numberOf(name, await findInForce('.', environment));
    const https = options.https === true || SECURE.test(name);
    const url = `${https ? 'https' : 'http'}://localhost:${number}/`;
    if (options.print === true || context.style.json) {
      printResult(
        context,
        () => ({ schema: SCHEMA, name, port: number, url }),
        () => [url],
      );
    } else if (await openBrowser(url, environment)) reporter.info(`Opened ${url}`);
    else throw noBrowser(url);
    return 0;
  },
};

const SECURE = /(^|_)(HTTPS|TLS|SSL)(_|$)/i;

function noBrowser(url: string): PortKeeperError {
  return new PortKeeperError('NOTHING_FOUND', `No browser could be started for ${url}`, {
    hint: 'Set BROWSER to a command, or use --print.',
  });
}
