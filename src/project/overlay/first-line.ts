/** By which an override is known as one of ours. */
export const FIRST_LINE = '# Written by PortKeeper, and removed again by it.';
