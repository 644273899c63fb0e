import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { fieldTables } from './tools/field-table.js';

const begin = '<!-- fields: made by UPDATE_README=1 npm run test:unit -- test/readme.test.ts -->';
const end = '<!-- end of fields -->';

/** The README's field table is generated from the ledger. */
test('the field table of the README is that of the ledger', () => {
  const text = readFileSync('README.md', 'utf8');
  const [before = '', rest = ''] = text.split(begin);
  const [, after = ''] = rest.split(end);
  const wanted = `${before}${begin}\n\n${fieldTables()}\n\n${end}${after}`;
  if (process.env.UPDATE_README === '1') writeFileSync('README.md', wanted);
  else expect(text).toBe(wanted);
});
