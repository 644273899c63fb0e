import { expect, test } from '@jest/globals';
import { type CatalogCode, catalog, catalogEntry } from '../../src/diagnostics/catalog.js';

const codes = Object.keys(catalog) as CatalogCode[];

test.each(codes)('%s says why, and shows a bad and a good example', (code) => {
  const { explain, bad = '', good = '' } = catalogEntry(code);
  expect(explain).toMatch(/^[A-Z`$.\w].*\.$/s);
  expect(bad).not.toBe('');
  expect(good).not.toBe('');
  expect(good).not.toBe(bad);
});
