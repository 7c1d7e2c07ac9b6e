import { expect, it } from '@jest/globals';
import {
  isSamePlace,
  placeOfFolder,
  type Sight,
  wasRemoved,
} from '../../src/registry/folder-place.js';

// Who may say that a folder was removed, and which folders of one path are the same.

type Folders = Readonly<Record<string, string>>;

const BEFORE: Folders = {
  '/': '1:2',
  '/srv': '1:20',
  '/srv/shop': '1:21',
  '/srv/shop/a': '1:22',
};
const PATH = '/srv/shop/a';

function seeing(folders: Folders, more: Partial<Sight> = {}): Sight {
  const lookAt = (path: string) => folders[path] ?? 'none';
  return { boot: '0000000a', contained: false, lookAt, ...more };
}

const container = { contained: true };
const later = { boot: '0000000b' };
const { '/srv/shop/a': _, ...without } = BEFORE;

it.each<[string, Folders, Partial<Sight>, boolean]>([
  ['the folder above it is the same', without, {}, true],
  ['those above it are gone with it, and the next is the same', { '/': '1:2' }, {}, true],
  ['the folder above it is another one', { ...without, '/srv/shop': '1:99' }, {}, false],
  ['another container has another top', { '/': '7:2' }, container, false],
  ['the machine was restarted, and has other devices', { '/': '4:2', '/srv': '4:20' }, later, true],
  [
    'it was restarted, and this is another container',
    { '/': '4:2' },
    { ...later, ...container },
    false,
  ],
  ['what is above it is not to be seen', { ...without, '/srv/shop': 'hidden' }, {}, false],
  ['nothing above it can be seen', {}, {}, false],
])('a folder is gone, or not to be told, where %s', (_what, now, kernel, removed) => {
  expect(wasRemoved(PATH, placeOfFolder(PATH, seeing(BEFORE)), seeing(now, kernel))).toBe(removed);
});

it('takes no disk that is not mounted for a removed folder', () => {
  const disk = { ...BEFORE, '/srv/shop/a': '9:2' };
  expect(wasRemoved(PATH, placeOfFolder(PATH, seeing(disk)), seeing(without))).toBe(false);
});

it('says nothing after a restart of what only a container saw', () => {
  const place = placeOfFolder(PATH, seeing(BEFORE, container));
  expect(wasRemoved(PATH, place, seeing(without))).toBe(true);
  expect(wasRemoved(PATH, place, seeing(without, later))).toBe(false);
});

it.each<[string, Folders, Partial<Sight>, boolean]>([
  ['nothing changed', BEFORE, {}, true],
  ['it was made again where it stood', { ...BEFORE, [PATH]: '1:77' }, {}, true],
  ['it is gone', without, {}, true],
  [
    'a container has the same one, elsewhere mounted',
    { '/': '7:2', [PATH]: '1:22' },
    container,
    true,
  ],
  ['a container has another one', { '/': '7:2', [PATH]: '1:23' }, container, false],
  ['the machine was restarted', { '/': '4:2', [PATH]: '4:22' }, later, true],
  ['it was made again before a restart', { ...BEFORE, [PATH]: '4:77' }, later, true],
  [
    'a container saw another one in another boot',
    { '/': '7:2', [PATH]: '1:23' },
    { ...later, ...container },
    false,
  ],
])('one path is one folder, or not, where %s', (_what, now, kernel, same) => {
  const places = [seeing(BEFORE), seeing(now, kernel)].map((one) => placeOfFolder(PATH, one));
  const [before, after] = places as [
    ReturnType<typeof placeOfFolder>,
    ReturnType<typeof placeOfFolder>,
  ];
  expect(isSamePlace(before, after)).toBe(same);
  expect(isSamePlace(after, before)).toBe(same);
});
