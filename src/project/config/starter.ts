import type { Detection } from '../detect.js';
import type { LeftAlone, LogicalPort } from '../sites/site.js';

/** More places after a port would only tire the reader. */
const MOST_PLACES = 3;

const HEAD = `# What PortKeeper is told about this project. All of it is optional: without this file the same
# ports are found. A name here is a port's name everywhere; its number joins every place that states it.

# range: 20000-32767        # where ports come from
# strategy: stable          # random, lowest, preferred or stable
# mode: patch               # patch edits files; overlay and env leave tracked ones alone
`;

const TAIL = `
# Places that no rule knows, as a path into a document or as a pattern:
# files:
#   - { path: config/app.json, at: server.port, name: WEB_PORT }
#   - { path: "services/*/settings.py", pattern: 'PORT\\s*=\\s*(?<port>\\d+)' }

# Files and folders that are not looked at:
# ignore: ["legacy/**"]

# Files to write for others to read:
# outputs:
#   - { type: env, path: .env.ports }
`;

/** The text of a first `portkeeper.yaml`: what was found, with remarks. */
export function starterConfig({ ports, leftAlone }: Detection): string {
  return [HEAD, portsPart(ports), leftAlonePart(leftAlone), TAIL].join('');
}

function portsPart(ports: readonly LogicalPort[]): string {
  const known = ports.filter(({ port }) => port !== undefined);
  if (known.length === 0) return '\n# ports:\n#   WEB_PORT: 3000\n';
  const lines = known.map((port) => `${entryOf(port)}${remarkOf(port)}`);
  return `\nports:\n${lines.join('\n')}\n`;
}

function entryOf({ name, port, protocols }: LogicalPort): string {
  const [protocol = 'tcp', ...others] = protocols;
  if (protocol === 'tcp' && others.length === 0) return `  ${name}: ${port}`;
  const each = others.length === 0 ? protocol : protocols.join('+');
  return `  ${name}: { port: ${port}, protocol: ${each} }`;
}

function remarkOf({ sites }: LogicalPort): string {
  const places = sites.slice(0, MOST_PLACES).map(({ file, line }) => `${file}:${line}`);
  const more = sites.length > MOST_PLACES ? ', …' : '';
  return places.length === 0 ? '' : `   # ${oneLine(places.join(', '))}${more}`;
}

function leftAlonePart(leftAlone: readonly LeftAlone[]): string {
  const lines = leftAlone.map(({ file, line, port, reason }) => {
    return `#   ${oneLine(`${file}:${line} ${port ?? ''} ${reason}`.replace(/ {2,}/g, ' '))}\n`;
  });
  return lines.length === 0 ? '' : `\n# Found, and left alone:\n${lines.join('')}`;
}

/** The name of a file may hold what would end the comment. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}|[\u2028\u2029]/gu, '\ufffd');
}
