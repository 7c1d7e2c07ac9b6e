/** The version in package.json, which a bundle does not have beside it; a test compares them. */
export const VERSION = '0.1.0';
