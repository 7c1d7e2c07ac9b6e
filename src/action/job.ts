import { isPortNumber, readPortNumber, toPortName } from '../ports/index.js';
import type { ExternalPort } from '../project/detect.js';
import { namedOwner, type Owner, type PortRegistry, processOwner } from '../registry/index.js';

/** More services than this were not written by a person. */
const MAX_SERVICES = 200;

/**
 * Whom the ports are for. On the host the action's parent is the runner's worker, which lives
 * exactly as long as the job. In a job's container it cannot be seen, and the container is the
 * owner; where no engine can be asked about that one, the lease's time counts.
 */
export async function jobOwner(
  registry: Pick<PortRegistry, 'containerOwner'>,
  { parent, container, job }: { parent: number; container: string; job: string },
): Promise<Owner> {
  const { id } = asRecord(parse(container));
  if (typeof id === 'string' && id !== '') {
    return registry.containerOwner(id).catch(() => namedOwner(job));
  }
  return parent <= 0 ? namedOwner(job) : processOwner(parent, job);
}

/** The ports that the runner gave to the job's service containers: `POSTGRES_PORT` and its like. */
export function servicePorts(jobServices: string): ExternalPort[] {
  const services = Object.entries(asRecord(parse(jobServices))).slice(0, MAX_SERVICES);
  return services.flatMap(([service, details]) => {
    const ports = Object.entries(asRecord(asRecord(details).ports)).flatMap(mappingOf);
    return ports.map((mapping, i) => {
      const name = toPortName(`${service}_PORT`);
      return { ...mapping, name: i === 0 ? name : `${name}_${mapping.port}` };
    });
  });
}

/** The runner writes `"5432": "49153"`, and `"53/udp": "49154"`. */
function mappingOf([target, host]: [string, unknown]): Omit<ExternalPort, 'name'>[] {
  const [digits = '', protocol = 'tcp'] = target.split('/');
  const port = readPortNumber(digits);
  const assigned = readPortNumber(String(host));
  if (port === undefined || !isPortNumber(assigned)) return [];
  return [{ protocol: protocol === 'udp' ? 'udp' : 'tcp', port, assigned }];
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // a runner that fills nothing in
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
