/** The environment variables, handed in by a face: the inner rooms never read them themselves. */
export type Environment = Readonly<Record<string, string | undefined>>;
