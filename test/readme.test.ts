import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { fieldTables } from './tools/field-table.js';
import { ruleTable } from './tools/rule-table.js';
import { versionTable } from './tools/version-table.js';

const how = 'made by UPDATE_README=1 npm run test:unit -- test/readme.test.ts';

/** The parts of the README that are made from the tables of the code. */
const generated: { readonly [part: string]: () => string } = {
  fields: fieldTables,
  rules: ruleTable,
  versions: versionTable,
};

test.each(Object.entries(generated))('the %s of the README are those of the code', (part, make) => {
  const [begin, end] = [`<!-- ${part}: ${how} -->`, `<!-- end of ${part} -->`];
  const text = readFileSync('README.md', 'utf8');
  const [before = '', rest] = text.split(begin);
  const [, after = ''] = (rest ?? '').split(end);
  expect({ part, marked: rest !== undefined && after !== '' }).toEqual({ part, marked: true });
  const wanted = `${before}${begin}\n\n${make()}\n\n${end}${after}`;
  if (process.env.UPDATE_README === '1') writeFileSync('README.md', wanted);
  else expect(text).toBe(wanted);
});
