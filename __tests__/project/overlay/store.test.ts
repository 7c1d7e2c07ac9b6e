import { existsSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { writeOverrides } from '../../../src/project/overlay/store.js';
import { realFiles } from '../../../src/project/writing/file-system.js';

(existsSync('/proc/self') ? it : it.skip)(
  'an override comes to an end where no folder can be made',
  async () => {
    const overrides = [{ path: '/proc/none/such/compose.yaml', text: '' }];
    await expect(writeOverrides(overrides, realFiles)).rejects.toMatchObject({
      code: 'FILE_NOT_EDITABLE',
    });
  },
);
