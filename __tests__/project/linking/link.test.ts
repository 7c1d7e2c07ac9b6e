import { describe, expect, it } from '@jest/globals';
import { commandFileCases } from '../cases/command-files.js';
import { composeCases } from '../cases/compose.js';
import { containedScriptCases } from '../cases/contained-scripts.js';
import { envCases } from '../cases/env.js';
import { javascriptCases } from '../cases/javascript.js';
import { kindCases } from '../cases/kinds.js';
import { projectCases } from '../cases/projects.js';
import { reportedCases } from '../cases/reported.js';
import { scriptCases } from '../cases/scripts.js';
import { settingsCases } from '../cases/settings.js';
import { unwrittenCases } from '../cases/unwritten.js';
import { expectedMarks, linkTree, type MarkedCase, marksOf } from '../marked.js';

const suites: Record<string, readonly MarkedCase[]> = {
  compose: composeCases,
  'scripts that containers may run': containedScriptCases,
  'env files': envCases,
  scripts: scriptCases,
  'files of commands': commandFileCases,
  'files that are only reported': reportedCases,
  'kinds that are rows': kindCases,
  'settings of programs': settingsCases,
  javascript: javascriptCases,
  projects: projectCases,
  'URLs without a port': unwrittenCases,
};

describe.each(Object.entries(suites))('%s', (_suite, cases) => {
  it.each(cases.map((each) => [each.name, each] as const))('%s', (_name, each) => {
    const linked = linkTree(each.tree, each.options);
    expect(marksOf(each.tree, linked)).toEqual(expectedMarks(each.tree));
    const left = linked.leftAlone.map(({ file, line, reason }) => `${file}:${line} ${reason}`);
    for (const part of each.left ?? []) expect(left.join('\n')).toContain(part);
    if (each.left === undefined) expect(left).toEqual([]);
    if (each.ambiguous) expect(linked.ambiguousVariables).toEqual(each.ambiguous);
    if (each.ports) {
      expect(
        linked.ports.map(({ name, protocols }) => `${name}${protocolText(protocols)}`),
      ).toEqual(each.ports);
    }
  });
});

it('keeps the distances that clients of Nacos count from its port', () => {
  const service = 'nacos: { image: nacos, ports: ["8848:8848", "9848:9848", "80:8080"] }';
  const { ports } = linkTree({ 'compose.yaml': `services:\n  ${service}\n` });
  const name = 'NACOS_PORT_8848';
  expect(ports.map((port) => [port.name, port.block])).toEqual([
    [name, { name, offset: 0 }],
    ['NACOS_PORT_9848', { name, offset: 1000 }],
    ['NACOS_PORT_8080', undefined],
  ]);
});

function protocolText(protocols: readonly string[]): string {
  return protocols.join('+') === 'tcp' ? '' : `/${protocols.join('+')}`;
}
