// Prepares or restores one project, in a process of its own.
import { writeSync } from 'node:fs';
import { stepsTaken } from './faults.mjs';

const { library, what, registry: folder, ...settings } = JSON.parse(process.argv[2]);
const from = (name) => import(`${library}/${name}.js`);
const { folderOwner, PortRegistry } = await from('registry/index');
const environment = { PATH: process.env.PATH, PORTKEEPER_REGISTRY: folder };

if (what === 'prepare') {
  const { prepareProject } = await from('prepare');
  await prepareProject({
    ...{ ...settings, environment, owner: folderOwner(settings.directory) },
    registry: new PortRegistry({ registry: folder, environment }),
  });
} else {
  const { restoreProject } = await from('restore');
  const { directory } = settings;
  await restoreProject({ directory, environment: { HOME: `${directory}/..` } });
}
writeSync(1, JSON.stringify(stepsTaken()));
