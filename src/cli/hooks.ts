/** A tool that runs a command of the project's own when it makes a worktree, or begins in one. */
export interface WorktreeHook {
  readonly tool: string;
  /** Where the snippet belongs, from the project's root. */
  readonly file: string;
  /** When the tool runs it. */
  readonly when: string;
  readonly snippet: string;
  /** The page that says so. */
  readonly source: string;
}

const PREPARE = 'npx portkeeper prepare';

/** Nothing has to run at the end: a folder that is gone gives its ports back. */
export const WORKTREE_HOOKS: readonly WorktreeHook[] = [
  {
    tool: 'git',
    file: '.git/hooks/post-checkout',
    when: 'after git worktree add; make the file executable',
    // For a new worktree the commit before is all zeros.
    snippet: `#!/bin/sh\ncase "$1" in *[!0]*) exit 0 ;; esac\n${PREPARE}`,
    source: 'https://git-scm.com/docs/githooks#_post_checkout',
  },
  {
    tool: 'Claude Code',
    file: '.claude/settings.json',
    when: 'when a session begins, in a worktree too',
    snippet: json({
      hooks: {
        SessionStart: [
          { matcher: 'startup', hooks: [{ type: 'command', command: `${PREPARE} --quiet` }] },
        ],
      },
    }),
    source: 'https://code.claude.com/docs/en/hooks',
  },
  {
    tool: 'Conductor',
    file: '.conductor/settings.toml',
    when: 'after it made a workspace',
    snippet: `[scripts]\nsetup = "${PREPARE}"`,
    source: 'https://www.conductor.build/docs/reference/scripts',
  },
  {
    tool: 'Cursor',
    file: '.cursor/worktrees.json',
    when: 'when it makes a worktree',
    snippet: json({ 'setup-worktree': [PREPARE] }),
    source: 'https://cursor.com/docs/configuration/worktrees',
  },
  {
    tool: 'workmux',
    file: '.workmux.yaml',
    when: 'after it made a worktree',
    snippet: `post_create:\n  - ${PREPARE}`,
    source: 'https://workmux.raine.dev/guide/configuration',
  },
  {
    tool: 'Worktrunk',
    file: '.config/wt.toml',
    when: 'after it made a worktree, and before anything else runs there',
    snippet: `pre-start = "${PREPARE}"`,
    source: 'https://worktrunk.dev/hook/',
  },
];

function json(value: object): string {
  return JSON.stringify(value, undefined, 2);
}

/** For a person: each snippet under the name of its tool and file. */
export function hookLines(hooks: readonly WorktreeHook[]): string[] {
  return hooks.flatMap(({ tool, file, when, snippet, source }, at) => [
    ...(at === 0 ? [] : ['']),
    `${tool}: ${file}, ${when} (${source})`,
    ...snippet.split('\n').map((line) => `    ${line}`),
  ]);
}
