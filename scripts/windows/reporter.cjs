// Writes what became of each test to result.json. Jest's own `--json` ends where the causes of an error go in a circle.
const { writeFileSync } = require('node:fs');

module.exports = class {
  onRunComplete(_, { testResults }) {
    const suites = testResults.map(({ testFilePath, failureMessage, testResults: tests }) => ({
      name: testFilePath,
      message: failureMessage ?? '',
      tests: tests.map(({ status, fullName, failureMessages }) => ({
        status,
        name: fullName,
        message: failureMessages.join('\n'),
      })),
    }));
    writeFileSync('result.json', JSON.stringify(suites));
  }
};
