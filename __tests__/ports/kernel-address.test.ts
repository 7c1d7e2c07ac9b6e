import { expect, it } from '@jest/globals';
import { formatKernelAddress } from '../../src/ports/kernel-address.js';

it.each([
  ['0100007F', '127.0.0.1'],
  ['00000000', '0.0.0.0'],
  ['00000000000000000000000000000000', '::'],
  ['00000000000000000000000001000000', '::1'],
  ['0000000000000000FFFF00000100007F', '127.0.0.1'],
  ['B80D0120000000000000000001000000', '2001:db8::1'],
  ['000080FE00000000FF005450B68B0CFE', 'fe80::5054:ff:fe0c:8bb6'],
  ['B80D0120010000000000010002000000', '2001:db8:0:1:1::2'],
  ['0000012001000000010000000100A0B0', '2001::1:0:1:b0a0:1'],
])('reads the kernel’s %s as %s', (hex, address) => {
  expect(formatKernelAddress(hex)).toBe(address);
});
