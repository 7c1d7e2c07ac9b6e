// One settings file, three suites: the fast one by default, and those that need real tools or minutes by name
// (PORTKEEPER_SUITE=e2e, PORTKEEPER_SUITE=stress).
const suite = process.env.PORTKEEPER_SUITE ?? 'fast';
const slow = ['e2e', 'stress'];

export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: '<rootDir>/__tests__/tsconfig.json' }],
  },
  testMatch: slow.includes(suite)
    ? [`<rootDir>/__tests__/${suite}/**/*.test.ts`]
    : ['<rootDir>/__tests__/**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '/fixtures/',
    ...slow.filter((name) => name !== suite).map((name) => `<rootDir>/__tests__/${name}/`),
  ],
  modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/dist/', '<rootDir>/__tests__/fixtures/'],
  // Tests wait for processes and disks more than they compute: none of the processors is left out.
  maxWorkers: '100%',
  // A hang is found so; a busy machine takes its time.
  testTimeout: suite === 'fast' ? 60_000 : 180_000,
  coverageProvider: 'v8',
  clearMocks: true,
};
