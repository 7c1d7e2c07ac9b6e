import { readDockerfile } from './dockerfile.js';
import { readPlayPlugin } from './play-plugin.js';
import type { ReportedFile, ReportedPort } from './reported-file.js';
import { maven } from './reported-maven.js';
import { reportedSources } from './reported-sources.js';

const IN_CONTAINER = {
  reason: 'it is the port inside the container, which never moves',
  matters: 'inside',
} as const;

/** Proxies are hardly ever started by hand. */
const inContainer = (proxy: string) =>
  ({
    reason: `${proxy} listens on it where its configuration is used, which is a container more often than not`,
    matters: 'inside',
  }) as const;

const NGINX: ReportedPort = {
  pattern: /(?:^|[{;])\s*listen\s+(?:\[?[\w.:*]{0,40}\]?:)?(?<port>\d{2,5})\b/d,
  ...inContainer('nginx'),
};
const APACHE: readonly ReportedPort[] = [
  /^\s*Listen\s+(?:\[?[\w.:*]{0,40}\]?:)?(?<port>\d{2,5})\b/d,
  /^\s*<VirtualHost\s[^>]{0,60}:(?<port>\d{2,5})\b/d,
].map((pattern) => ({ pattern, ...inContainer('Apache') }));

/** `{$SITE_URL} {`, `http://{$SITE}, {$OTHER}`: https://caddyserver.com/docs/caddyfile/concepts#addresses */
const CADDY_ADDRESS = /(?:^|,[ \t]{0,9})(?:https?:\/\/)?\{\$([A-Za-z_]\w{0,127})/gm;

/** What is told, and left alone, of files that no kind edits. */
export const reportedFiles: readonly ReportedFile[] = [
  {
    name: 'dockerfile',
    files: /(^|\/)(?:Dockerfile|Containerfile)(?:\.(?!ya?ml$)[\w-]+)?$|\.dockerfile$/i,
    more: readDockerfile,
    states: [
      { pattern: /^\s*EXPOSE\s+(?<port>\d{2,5})\b/di, ...IN_CONTAINER },
      { pattern: /^\s*ENV\s+(?:[A-Z_]{0,40}_)?PORT[ =](?<port>\d{2,5})\b/di, ...IN_CONTAINER },
      {
        pattern:
          /^\s*(?:HEALTHCHECK\b.{0,200}|.{0,200}\bcurl\b.{0,200})localhost:(?<port>\d{2,5})\b/di,
        ...IN_CONTAINER,
      },
    ],
  },
  {
    name: 'tilt',
    files: /(^|\/)Tiltfile(?:\.[\w-]+)?$/,
    states: [
      {
        pattern: /\bport_forwards?\s*[=(]\s*\[?\s*["']?(?<port>\d{2,5})\b/d,
        reason: 'Tilt forwards it on this machine; os.getenv("PORT") would let a variable say it',
      },
    ],
  },
  {
    name: 'gunicorn',
    files: /(^|\/)gunicorn(?:[._-][\w-]+)*\.py$/,
    endings: ['py'],
    states: [
      {
        pattern: /^bind\s*=\s*\[?\s*["'][^"':]{0,60}:(?<port>\d{2,5})["']/d,
        reason: 'gunicorn listens on it, and source code is not changed; let it read a variable',
        binds: true,
      },
    ],
    more: ({ text }, collector) => {
      const at = text.search(/^bind\s*=/m);
      if (at !== -1) collector.configure(at, 'gunicorn');
    },
  },
  {
    name: 'jupyter',
    files: /(^|\/)jupyter_\w{1,40}_config\.py$/,
    endings: ['py'],
    states: [
      {
        pattern: /^c\.\w{1,40}\.port\s*=\s*(?<port>\d{2,5})\b/d,
        reason: 'Jupyter listens on it, and source code is not changed; let it read a variable',
        binds: true,
      },
    ],
    more: ({ text }, collector) => {
      const at = text.search(/^c\.\w{1,40}\.port\s*=/m);
      if (at !== -1) collector.configure(at, 'jupyter');
    },
  },
  {
    name: 'flower',
    files: /(^|\/)flowerconfig\.py$/,
    endings: ['py'],
    states: [
      {
        pattern: /^port\s*=\s*(?<port>\d{2,5})\b/d,
        reason: 'Flower listens on it, and source code is not changed; let it read a variable',
        binds: true,
      },
    ],
    more: ({ text }, collector) => {
      const at = text.search(/^port\s*=/m);
      if (at !== -1) collector.configure(at, 'flower');
    },
  },
  {
    name: 'reverb',
    files: /(^|\/)config\/reverb\.php$/,
    endings: ['php'],
    states: [],
    more: ({ text }, collector) => {
      const at = text.search(/["']REVERB_SERVER_PORT["'],\s*["']?(?!8080\b)/);
      if (at !== -1) collector.configure(at, 'reverb', 'its default is not the usual one');
    },
  },
  {
    name: 'beego',
    files: /(^|\/)conf\/app\.conf$/,
    endings: ['conf'],
    states: [
      {
        pattern: /^\s*(?:http|https|admin)port\s*=\s*(?<port>\d{2,5})\b/di,
        reason:
          'Beego listens on it; a variable with "||" before the number would let the environment say it',
        binds: true,
      },
    ],
  },
  {
    name: 'nginx',
    files: /(^|\/)nginx[^/]*\.conf(?:\.template)?$|(^|\/)nginx\/.+\.conf$/,
    endings: ['conf', 'template'],
    states: [NGINX],
  },
  {
    name: 'apache',
    files:
      /(^|\/)(?:httpd|apache2?|vhosts?|ports|000-default)[\w.-]{0,60}\.conf$|(^|\/)(?:httpd|apache2?)\/.+\.conf$/,
    endings: ['conf'],
    states: APACHE,
  },
  // The file of a site has the name of that.
  {
    name: 'site',
    files:
      /(^|\/)(?:nginx|openresty)\/(?:[^/]+\/){0,9}(?:default|[\w.-]{1,60}\.(?:template|vhost|nginx|site))$|(^|\/)(?:sites-(?:available|enabled)|(?:vhosts?|conf)\.d)\/[\w.-]{1,90}$/,
    states: [NGINX, ...APACHE],
  },
  {
    name: 'caddy',
    files: /(^|\/)(?:[\w-]+\.)?Caddyfile(?:\.[\w-]+)*$|\.caddy$/,
    states: [
      {
        pattern: /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1)?:(?<port>\d{2,5})\b/d,
        reason:
          'Caddy listens on it where its configuration is used; "{$PORT:8080}" would let a variable say it',
      },
    ],
    more: ({ text }, collector) => {
      for (const { index, 1: variable = '' } of text.matchAll(CADDY_ADDRESS))
        collector.read(index, {
          chain: [{ variable, emptyPasses: true }],
          role: 'container',
          address: 'Caddy',
        });
    },
  },
  {
    name: 'traefik',
    files: /(^|\/)traefik[^/]*\.(?:ya?ml|toml)$/,
    endings: ['yml', 'yaml', 'toml'],
    states: [
      {
        pattern: /^\s*address\s*[:=]\s*["']?[\w.]{0,40}:(?<port>\d{2,5})\b/d,
        ...inContainer('Traefik'),
      },
    ],
  },
  {
    name: 'haproxy',
    files: /(^|\/)haproxy[^/]*\.cfg$/,
    endings: ['cfg'],
    states: [
      {
        pattern: /^\s*bind\s+[\w.:*@-]{0,60}:(?<port>\d{2,5})\b/d,
        ...inContainer('HAProxy'),
      },
    ],
  },
  {
    name: 'envoy',
    files: /(^|\/)envoy[^/]*\.ya?ml$/,
    endings: ['yml', 'yaml'],
    states: [
      {
        // Of another host it says a port of that.
        opens:
          /\baddress:\s{0,9}["']?(?:[\d.:]{2,40}|localhost|host\.docker\.internal)["']?(?:[\s,}#]|$)/,
        closes: /\baddress:\s{0,9}["']?[\w.$-]/,
        pattern: /\bport_value:\s*(?<port>\d{2,5})\b/d,
        reason:
          'Envoy listens on it, or calls it, where its configuration is used, which is a container more often than not',
        matters: 'where it moves',
      },
    ],
  },
  {
    name: 'intellij',
    files: /(^|\/)\.idea\/runConfigurations\/[^/]+\.xml$|(^|\/)\.run\/[^/]+\.run\.xml$/,
    endings: ['xml'],
    states: [
      {
        pattern: /<env name="(?:\w{0,60}_)?PORT" value="(?<port>\d{2,5})"/d,
        reason:
          'an IDE gives it to what it starts, and its files are not changed: take it out there, and let the program read its own',
      },
    ],
  },
  {
    name: 'vagrant',
    files: /(^|\/)Vagrantfile$/,
    states: [
      {
        pattern:
          /^[^#]{0,200}(?:["']forwarded_port["']|:forwarded_port\b)[^#]{0,100}\bhost:\s*(?<port>\d{2,5})\b/d,
        reason:
          'Vagrant forwards it on this machine; ENV.fetch("PORT") would let a variable say it',
      },
    ],
  },
  {
    name: 'hocon',
    files: /(^|\/)(?:conf|resources)\/(?:application|reference|local|dev|test)[\w.-]{0,60}\.conf$/,
    endings: ['conf'],
    states: [
      {
        pattern:
          /^\s*"?(?:[\w-]{1,60}\.){0,9}port"?\s*[=:]\s*"?(?<port>\d{2,5})"?\s*(?:#.*|\/\/.*)?$/d,
        reason:
          'it stands in HOCON, which is not changed; a second line that takes it from a variable would let that say it',
      },
    ],
  },
  {
    name: 'play',
    files: /(^|\/)project\/plugins\.sbt$/,
    endings: ['sbt'],
    states: [],
    more: readPlayPlugin,
  },
  maven,
  ...reportedSources,
];
