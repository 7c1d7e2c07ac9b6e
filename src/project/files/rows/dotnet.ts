import { json } from '../../formats/json-data.js';
import { listenUrls, number, setting } from '../../notations/notation.js';
import type { DataRow, PortPlace } from '../row.js';
import { folderAbove, portNameFrom } from './names.js';
import { otherSettings } from './parts.js';

/**
 * The project's folder and what tells its ports apart. Never HTTP_PORT or HTTPS_PORT alone: the
 * framework reads such variables itself.
 */
function serverName(project: string | undefined, ...more: (string | undefined)[]): string {
  return portNameFrom(project ?? 'app', ...more);
}

/** `src/Shop.Api/Properties/launchSettings.json` → `Shop.Api`. */
function launched({ file }: PortPlace): string | undefined {
  return folderAbove(file, 2);
}

function secure(scheme: string | undefined): string | undefined {
  return scheme?.toLowerCase() === 'https' ? 'https' : undefined;
}

/** What such a profile sets is read inside its container. */
function isContainer({ keys: [profile = ''], value }: PortPlace): boolean {
  return /^(docker|dockercompose|sdkcontainer)$/i.test(
    value(['profiles', profile, 'commandName']) ?? '',
  );
}

const CERTIFICATES = 'IIS Express has its certificates for 44300 to 44399 alone';

const APP_HOST_ENDPOINT =
  /^(?:ASPIRE|DOTNET)_(DASHBOARD_OTLP|DASHBOARD_OTLP_HTTP|DASHBOARD_MCP|RESOURCE_SERVICE)_ENDPOINT_URL$/;

function endpointOf({ keys: [, variable = ''] }: PortPlace): string | undefined {
  return APP_HOST_ENDPOINT.exec(variable)?.[1]?.replace('DASHBOARD_', '');
}

/**
 * https://learn.microsoft.com/aspnet/core/fundamentals/environments#development-and-launchsettingsjson
 * and https://learn.microsoft.com/visualstudio/containers/container-launch-settings
 */
export const launchSettings: DataRow = {
  name: 'launch-settings',
  files: /^(?!(.*\/)?(bin|obj)\/)(.*\/)?launchSettings\.json$/i,
  format: json,
  ports: [
    {
      at: ['profiles', '*', 'applicationUrl'],
      reads: listenUrls,
      role: 'listen',
      protocol: 'tcp',
      portName: (place) => serverName(launched(place), secure(place.scheme)),
    },
    {
      at: ['iisSettings', '*', 'applicationUrl'],
      reads: listenUrls,
      leave: CERTIFICATES,
      when: ({ path, value }) => /^https:/i.test(value(path) ?? ''),
    },
    {
      at: ['iisSettings', '*', 'applicationUrl'],
      reads: listenUrls,
      role: 'listen',
      protocol: 'tcp',
      portName: (place) => serverName(launched(place), 'iis', secure(place.scheme)),
    },
    {
      at: ['iisSettings', '*', 'sslPort'],
      reads: number,
      leave: CERTIFICATES,
    },
    {
      at: ['profiles', '*', 'httpPort'],
      reads: number,
      role: 'publish',
      protocol: 'tcp',
      portName: (place) => serverName(launched(place), 'container'),
    },
    {
      at: ['profiles', '*', 'sslPort'],
      reads: number,
      role: 'publish',
      protocol: 'tcp',
      portName: (place) => serverName(launched(place), 'container', 'https'),
    },
    { at: ['profiles', '*', 'launchUrl'], reads: setting },
    {
      // https://learn.microsoft.com/dotnet/aspire/app-host/configuration: an app host listens there.
      at: ['profiles', '*', 'environmentVariables', '*'],
      when: ({ keys: [, variable = ''] }) => APP_HOST_ENDPOINT.test(variable),
      reads: listenUrls,
      role: 'listen',
      protocol: 'tcp',
      portName: (place) => serverName(launched(place), endpointOf(place), secure(place.scheme)),
    },
    {
      at: ['profiles', '*', 'environmentVariables', '*'],
      reads: setting,
      isVariable: true,
      when: (place) => !isContainer(place),
    },
  ],
};

/** https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/endpoints */
export const appSettings: DataRow = {
  name: 'appsettings',
  files: /^(?!(.*\/)?(bin|obj)\/)(.*\/)?appsettings(\.[\w-]+)*\.json$/i,
  format: json,
  separator: ':',
  ports: [
    {
      at: ['urls'],
      reads: listenUrls,
      role: 'listen',
      protocol: 'tcp',
      portName: ({ file, scheme }) => serverName(folderAbove(file, 1), secure(scheme)),
    },
    {
      at: ['kestrel', 'endpoints', '*', 'url'],
      reads: listenUrls,
      role: 'listen',
      protocol: 'tcp',
      portName: ({ file, keys: [endpoint = ''] }) =>
        serverName(folderAbove(file, 1), endpoint.toLowerCase() === 'http' ? undefined : endpoint),
    },
    otherSettings,
  ],
};

/** https://ocelot.readthedocs.io: where a gateway passes requests on to. */
export const ocelot: DataRow = {
  name: 'ocelot',
  files: /^(?!(.*\/)?(bin|obj)\/)(.*\/)?ocelot(\.[\w-]+)*\.json$/i,
  format: json,
  separator: ':',
  ports: [otherSettings],
};
