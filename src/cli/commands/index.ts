import type { CommandEntry } from '../command.js';

/** Every command, in the order of help. Each is loaded when it is named, and not before. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'detect',
    summary: 'list every port of a project, and each place that states it',
    operands: '[dir]',
    load: async () => (await import(/* webpackMode: "eager" */ './detect.js')).detect,
  },
  {
    name: 'prepare',
    summary: 'reserve ports for a project and write them into it',
    operands: '[dir]',
    load: async () => (await import(/* webpackMode: "eager" */ './prepare.js')).prepare,
  },
  {
    name: 'restore',
    summary: 'undo prepare, byte for byte, and release the ports',
    operands: '[dir]',
    load: async () => (await import(/* webpackMode: "eager" */ './restore.js')).restore,
  },
  {
    name: 'run',
    summary: 'prepare, run a command, and restore when it ends',
    operands: '[dir...]',
    load: async () => (await import(/* webpackMode: "eager" */ './run.js')).run,
  },
  {
    name: 'reserve',
    summary: 'reserve ports, all or none',
    operands: '[port...]',
    load: async () => (await import(/* webpackMode: "eager" */ './reserve.js')).reserve,
  },
  {
    name: 'renew',
    summary: "start a reservation's time anew",
    operands: '<id>',
    load: async () => (await import(/* webpackMode: "eager" */ './renew.js')).renew,
  },
  {
    name: 'release',
    summary: 'end reservations, or the leases of single ports',
    operands: '[what...]',
    load: async () => (await import(/* webpackMode: "eager" */ './release.js')).release,
  },
  {
    name: 'status',
    summary: 'show who holds which port',
    operands: '',
    load: async () => (await import(/* webpackMode: "eager" */ './status.js')).status,
  },
  {
    name: 'explain',
    summary: 'say what is behind a port: lease, process, container or kernel',
    operands: '<port>',
    load: async () => (await import(/* webpackMode: "eager" */ './explain.js')).explain,
  },
  {
    name: 'port',
    summary: 'print the number of one port of this prepared project',
    operands: '<name>',
    load: async () => (await import(/* webpackMode: "eager" */ './port.js')).port,
  },
  {
    name: 'env',
    summary: 'print all ports of this prepared project as variables',
    operands: '',
    load: async () => (await import(/* webpackMode: "eager" */ './env.js')).env,
  },
  {
    name: 'open',
    summary: 'open a port of this prepared project in the browser',
    operands: '<name>',
    load: async () => (await import(/* webpackMode: "eager" */ './open.js')).open,
  },
  {
    name: 'worktree',
    summary: 'show the ports of every worktree of this repository',
    operands: '<action>',
    load: async () => (await import(/* webpackMode: "eager" */ './worktree.js')).worktree,
  },
  {
    name: 'devcontainer',
    summary: 'start a dev container with host ports of its own',
    operands: '<action> [dir]',
    load: async () => (await import(/* webpackMode: "eager" */ './devcontainer.js')).devcontainer,
  },
  {
    name: 'doctor',
    summary: 'look at what the registry rests on, and mend it',
    operands: '',
    load: async () => (await import(/* webpackMode: "eager" */ './doctor.js')).doctor,
  },
  {
    name: 'gc',
    summary: 'clear away what dead owners left',
    operands: '',
    load: async () => (await import(/* webpackMode: "eager" */ './gc.js')).gc,
  },
  {
    name: 'init',
    summary: 'write a first portkeeper.yaml, print set-up for worktree tools, or share a registry',
    operands: '[dir]',
    load: async () => (await import(/* webpackMode: "eager" */ './init.js')).init,
  },
  {
    name: 'completion',
    summary: 'print the completion script of a shell',
    operands: '<shell>',
    load: async () =>
      (await import(/* webpackMode: "eager" */ './completion.js')).completion(COMMANDS),
  },
];
