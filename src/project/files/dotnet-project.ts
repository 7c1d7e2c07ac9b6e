import type { PortNumber } from '../../ports/index.js';
import { plainValue } from '../formats/value.js';
import { folderOf, joinPath } from '../packages.js';
import type { Findings } from '../sites/findings.js';
import type { SourceFile } from '../writing/source-file.js';
import { Collector } from './collector.js';
import type { FileKind } from './file-kind.js';

const WEB = /<Project\s[^>]{0,200}\bSdk\s*=\s*["']Microsoft\.NET\.Sdk\.Web\b/;
const DEFAULT = 5000 as PortNumber;

/**
 * A web project of .NET listens on 5000 where nothing says otherwise.
 * https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/endpoints
 */
function find(file: SourceFile): Findings {
  const collector = new Collector(file, 'dotnet-project', 'shell');
  const match = WEB.exec(file.text);
  if (match === null) return collector.done();
  const folder = folderOf(file.path);
  const inFolder = (...names: readonly string[]) => names.map((name) => joinPath(folder, name));
  const value = plainValue(file.text, 0, file.text.length);
  const site = collector.places.insertionAt(value, match.index, DEFAULT, {
    insert: { before: '', after: '' },
    ...{ role: 'listen', rule: 'default', confidence: 'certain' },
  });
  if (site === undefined) return collector.done();
  collector.default({
    site,
    ...{ server: 'Kestrel', folder, isElsewhere: false, obeysPort: false },
    variables: ['ASPNETCORE_URLS', 'ASPNETCORE_HTTP_PORTS', 'DOTNET_URLS'],
    unlessThere: inFolder('Properties/launchSettings.json', 'Dockerfile'),
    unlessStated: inFolder('appsettings.json', 'appsettings.Development.json'),
    reason:
      'with "applicationUrl" in Properties/launchSettings.json, or ASPNETCORE_URLS, it could be moved',
  });
  return collector.done();
}

const FILES = /\.(cs|fs|vb)proj$/;

export const dotnetProject: FileKind = {
  name: 'dotnet-project',
  endings: ['csproj', 'fsproj', 'vbproj'],
  files: FILES,
  matches: (path) => FILES.test(path),
  find,
  parse: (text) => text,
};
