/**
 * Ports that browsers refuse to open (the "bad ports" of the Fetch standard), above 1023: a web
 * server there would answer nobody.
 */
const REFUSED = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669,
  6679, 6697, 10080,
]);

export function isRefusedByBrowsers(port: number): boolean {
  return port < 1024 || REFUSED.has(port);
}
