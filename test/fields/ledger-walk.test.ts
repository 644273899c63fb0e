import { expect, test } from '@jest/globals';
import { defaultSituation } from '../../src/cli/target-options.js';
import { createCollector } from '../../src/diagnostics/collect.js';
import { rootPath } from '../../src/diagnostics/field-path.js';
import { exact, ignored } from '../../src/fields/ledger.js';
import { walkLedger } from '../../src/fields/ledger-walk.js';

const at = rootPath({
  file: 'a.yaml',
  documentIndex: 0,
  locate: () => ({ line: 1, column: 1, endLine: 1, endColumn: 1 }),
});

test('a field without a row is never passed over in silence; one that the schema does not know is told already', () => {
  const rows = { known: exact('types.go'), lost: ignored('types.go', 'nothing acts on it') };
  const collector = createCollector();
  const value = { known: 1, lost: 2, forgotten: 3, misspelt: 4 };
  const options = { situation: defaultSituation, unknown: new Set(['misspelt']) };
  walkLedger(value, rows, at, options, collector.report);
  expect(collector.findings().map(({ code, at: place }) => `${code} ${place}`)).toEqual([
    'field/ignored lost',
    'field/unreviewed forgotten',
  ]);
});
