import { isHostGateway } from './host.js';
import { hostNames, OF_VISITORS } from './variable-name.js';

/** The variable that names the host of DB_PORT, and the host; undefined where none is known. */
export function siblingHost(
  name: string,
  other: (name: string) => string | undefined,
): [name: string, host: string | undefined] {
  for (const candidate of hostNames(name)) {
    const value = other(candidate)?.trim();
    // What is interpolated may be anything: it proves nothing, unless visitors go there.
    const mayBeHere =
      !OF_VISITORS.includes(candidate) || /localhost|127\.0\.0\.1/.test(value ?? '');
    if (value && !(value.includes('$') && mayBeHere)) return [candidate, hostOf(value)];
  }
  return ['', undefined];
}

/** Whether DB_PORT is one of the machine that runs the containers, by the DB_HOST beside it. */
export function isBesideGateway(
  name: string,
  other: (name: string) => string | undefined,
): boolean {
  return hostNames(name).some((each) => isHostGateway(other(each)?.trim() ?? ''));
}

/** `http://db` and `db:5432` name the host `db`. */
function hostOf(value: string): string {
  const bare = value.replace(/^[a-z][a-z0-9+.-]{0,40}:\/\//i, '').replace(/[/?#].*$/s, '');
  return /^[^:]*:\d+$/.test(bare) ? bare.slice(0, bare.indexOf(':')) : bare;
}
