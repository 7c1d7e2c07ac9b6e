/**
 * Replaces `{NAME}` by that port in the arguments of a command, and `{PORT}` by the port of that
 * name, else by the only or the first one. Other braces are the command's own.
 */
export function fillIn(
  command: readonly string[],
  ports: Readonly<Record<string, number>>,
): readonly string[] {
  const [first] = Object.values(ports);
  return command.map((word) =>
    word.replace(/\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (braces, name: string) => {
      const port = Object.hasOwn(ports, name) ? ports[name] : undefined;
      return `${port ?? (name === 'PORT' ? first : undefined) ?? braces}`;
    }),
  );
}
