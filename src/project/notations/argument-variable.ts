import { digitsAt } from './number.js';
import type { Mention } from './setting.js';
import { portNameOf } from './variable-name.js';

/** Variables in which a server looks for arguments of its command, and how these say its address. */
const ADDRESSES: Readonly<Record<string, RegExp>> = {
  // https://docs.gunicorn.org/en/stable/settings.html
  GUNICORN_CMD_ARGS:
    /(?:^|\s)(?:--bind|-b)(?:=|\s{0,9})(?:[\w.-]{0,60}|\[[\da-f:]{0,40}\]):(?<port>\d{2,5})(?=\s|$)/dg,
};

const LISTENS = { role: 'listen', rule: 'address', confidence: 'certain' } as const;

/** The ports that a server finds in its variable of arguments. */
export function argumentMentions(name: string, text: string): Mention[] {
  const pattern = Object.hasOwn(ADDRESSES, name) ? ADDRESSES[name] : undefined;
  return [...text.matchAll(pattern ?? /(?!)/dg)].flatMap(({ indices }) => {
    const [from, to] = indices?.groups?.port ?? [];
    const digits = from === undefined || to === undefined ? undefined : digitsAt(text, from, to);
    return digits
      ? { ...digits, ...LISTENS, fallbackName: portNameOf(name.replace('_CMD_ARGS', '')) }
      : [];
  });
}
