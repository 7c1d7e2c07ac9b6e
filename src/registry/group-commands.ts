/** The command that makes a group of Unix. */
export function makeGroupCommand(group: string, platform = process.platform): string {
  return platform === 'darwin'
    ? `sudo dseditgroup -o create ${group}`
    : `sudo groupadd --system ${group}`;
}

/** The command that takes a user into a group. */
export function joinGroupCommand(group: string, user: string, platform = process.platform): string {
  return platform === 'darwin'
    ? `sudo dseditgroup -o edit -a ${user} -t user ${group}`
    : `sudo usermod --append --groups ${group} ${user}`;
}

/** What an administrator does so that the users of a machine share a registry. */
export function shareCommand(folder: string, platform = process.platform): string {
  return platform === 'win32'
    ? `make ${folder}, then: icacls "${folder}" /grant *S-1-5-32-545:(OI)(CI)M`
    : 'sudo portkeeper init --system --group <group>';
}
