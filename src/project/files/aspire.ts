import type { ReportedPort } from './reported-file.js';

const BY_ASPIRE =
  'Aspire listens on it for what it starts, and source code is not changed; let it read a variable';
/** https://aspire.dev/fundamentals/networking-overview: host ports, by name or as the first argument. */
export const ASPIRE: readonly ReportedPort[] = [
  {
    pattern: /\.With(?:Https?)?Endpoint\((?:[^()#]{0,80}\bport:\s*)?(?<port>\d{2,5})\b/d,
    reason: BY_ASPIRE,
  },
  {
    pattern: /\.(?:WithHostPort|WithGatewayPort|WithDataPort)\((?:port:\s*)?(?<port>\d{2,5})\b/d,
    reason: BY_ASPIRE,
  },
  {
    pattern: /\bAdd[A-Z]\w{1,40}\("[^"]{1,60}",[^()#]{0,80}\bport:\s*(?<port>\d{2,5})\b/d,
    reason: BY_ASPIRE,
  },
];
