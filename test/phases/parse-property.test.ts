import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { createCollector } from '../../src/diagnostics/collect.js';
import { parse } from '../../src/phases/1-parse.js';

function read(text: string) {
  const collector = createCollector();
  const documents = parse([{ name: 'f.yaml', text }], collector.report);
  return { documents, findings: collector.findings().map(({ code }) => code) };
}

const text = fc.oneof(
  fc.constantFrom(
    'yes',
    '0x1F',
    '1_0',
    '~',
    '- a',
    'a: b',
    '# c',
    ' x ',
    'a\nb\n',
    '\n',
    '---',
    '<<',
    '12:30',
    '',
  ),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
);
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;
const object = fc.dictionary(text, value, { minKeys: 1, maxKeys: 5, noNullPrototype: true });

const layouts = [
  {},
  { indentSeq: false },
  { collectionStyle: 'flow' as const },
  { lineWidth: 20 },
  { defaultStringType: 'QUOTE_DOUBLE' as const },
  { defaultStringType: 'QUOTE_SINGLE' as const, defaultKeyType: 'QUOTE_DOUBLE' as const },
  { defaultStringType: 'BLOCK_LITERAL' as const, defaultKeyType: 'QUOTE_DOUBLE' as const },
  { defaultStringType: 'BLOCK_FOLDED' as const, defaultKeyType: 'QUOTE_DOUBLE' as const, lineWidth: 30 },
];

test('what a writer of YAML 1.1 wrote is read as it was, in every layout', () => {
  fc.assert(
    fc.property(object, fc.constantFrom(...layouts), (written, layout) => {
      fc.pre(!JSON.stringify(written).includes('"<<"'));
      // Line breaks of YAML 1.1 that the writer, of YAML 1.2 at heart, puts into plain words.
      fc.pre(!/[\u0085\u2028\u2029]/.test(JSON.stringify(written)));
      const source = stringify(written, { version: '1.1', aliasDuplicateObjects: false, ...layout });
      // Line breaks to Kubernetes' reader (yaml.v2 yamlprivateh.go, is_break), which this writer leaves as they are.
      fc.pre(!/[\u0085\u2028\u2029]/.test(source));
      const { documents, findings } = read(source);
      expect(findings).toEqual([]);
      expect(documents.map((one) => one.value)).toEqual([written]);
    }),
    { numRuns: 500 },
  );
});

test('JSON is read as JSON, and each key and value is found where it stands', () => {
  fc.assert(
    fc.property(object, fc.constantFrom(0, 2, '\t'), (written, indent) => {
      const source = JSON.stringify(written, undefined, indent);
      const { documents, findings } = read(source);
      expect(findings).toEqual([]);
      const [document] = documents;
      expect(document?.value).toEqual(JSON.parse(source));
      const lines = source.split('\n');
      for (const [key, one] of Object.entries(written)) {
        const at = document?.at.child(key);
        const { line, column } = at?.atKey().range() ?? { line: 0, column: 0 };
        expect(lines[line - 1]?.slice(column - 1).startsWith(JSON.stringify(key))).toBe(true);
        const place = at?.range() ?? { line: 0, column: 0 };
        const [begin] = JSON.stringify(one);
        expect(lines[place.line - 1]?.[place.column - 1]).toBe(begin);
      }
    }),
  );
});

test('no text brings the reader down, and a place is always found', () => {
  const piece = fc.constantFrom(
    ...'abc:-?[]{},&*!|>\'"%@`# \t\n\r\\~0'.split(''),
    ': ',
    '- ',
    '\n  ',
    '\n- ',
    '--- ',
    '<<: ',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const { documents } = read(pieces.join(''));
      for (const { at } of documents) expect(at.child('a').index(0).range().line).toBeGreaterThan(0);
    }),
    { numRuns: 3000 },
  );
});
