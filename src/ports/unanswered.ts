/** What the system says where somebody has the port. */
export const IN_USE = { code: 'EADDRINUSE' };

/** In use; or not for this user, or not at this address. A name in the kernel has the number -1. */
export function isAboutPort(error: unknown): boolean {
  const { code, port } = Object(error);
  return code === IN_USE.code || (port > 0 && ['EACCES', 'EADDRNOTAVAIL'].includes(code));
}
