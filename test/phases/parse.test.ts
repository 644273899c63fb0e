import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { createCollector } from '../../src/diagnostics/collect.js';
import { parse } from '../../src/phases/1-parse.js';

function read(text: string) {
  const collector = createCollector();
  const documents = parse([{ name: 'f.yaml', text }], collector.report);
  const findings = collector.findings().map(({ at, code }) => {
    const { line, column } = at.range();
    return `${line}:${column} ${code} ${at.toString()}`.trim();
  });
  return { documents, findings, values: documents.map(({ value }) => value) };
}

describe('documents', () => {
  test.each([
    ['', []],
    ['\n   \n  \n', []],
    ['---\na: 1\n', [{ a: 1 }]],
    ['a: 1\n---\n---\n# c\n---\nb: 2\n---\n~\n---\n', [{ a: 1 }, { b: 2 }]],
    ['a: 1\r\n---\r\nb: 2\r\n', [{ a: 1 }, { b: 2 }]],
    ['a: |\n  x\n  ---\n  z\n', [{ a: 'x\n---\nz\n' }]],
    ['a: |\n  x\n---\n  z\n', [{ a: 'x\n' }, 'z']],
    ['{"a": 1}\n{"b": {"c": "}"}}\n', [{ a: 1 }, { b: { c: '}' } }]],
    ['{\n\t"a": 1\n}\n', [{ a: 1 }]],
  ])('%j', (text, values) => {
    expect(read(text).values).toEqual(values);
  });
  test('a broken one hides none of the others', () => {
    const { values, findings } = read('a: 1\n---\nb: [\n---\nc: 3\n');
    expect(values).toEqual([{ a: 1 }, { c: 3 }]);
    expect(findings).toEqual([expect.stringMatching(/^[34]:\d+ parse\/yaml$/)]);
  });
  test('content on the separator line and directives are refused', () => {
    expect(read('a: 1\n--- {b: 2}\n').findings).toEqual([expect.stringContaining('parse/yaml')]);
    expect(read('%YAML 1.2\n---\na: 1\n')).toMatchObject({
      values: [{ a: 1 }],
      findings: ['1:1 parse/yaml'],
    });
    expect(read('a: %x\n').findings).toEqual(['1:4 parse/yaml']);
    expect(read('a: 50%\nb: x %y\nc: "%z"\n').findings).toEqual([]);
  });
  test('items of lists become documents with paths and places of their own', () => {
    const { documents } = read('kind: List\nitems:\n- kind: A\n- kind: BList\n  items: [{kind: B, x: 1}]\n');
    expect(documents.map(({ value }) => value)).toEqual([{ kind: 'A' }, { kind: 'B', x: 1 }]);
    const at = documents[1]?.at.child('x');
    expect([at?.toString(), at?.range().line, at?.range().column]).toEqual(['x', 5, 24]);
  });
});

describe('scalars and keys, as Go reads them', () => {
  test.each([
    ['y', true],
    ['Yes', true],
    ['oN', 'oN'],
    ['OFF', false],
    ['~', null],
    ['Null', null],
    ['nULL', 'nULL'],
    ['0644', 420],
    ['0o644', 420],
    ['08', 8],
    ['0x1F', 31],
    ['0b11', 3],
    ['1_000', 1000],
    ['+1', 1],
    ['1e3', 1000],
    ['.5', 0.5],
    ['1.', 1],
    ['12:30:45', '12:30:45'],
    ['2001-01-01', '2001-01-01'],
    ['1e400', '1e400'],
    ['18446744073709551615', 18446744073709551615n],
    ['9007199254740993', 9007199254740993n],
    ['-', '-'],
    ['0x', '0x'],
    ['!!str 1', '1'],
    ['!!binary aGk=', 'hi'],
    ['!mine 1', '1'],
    ["'1'", '1'],
    ['-0b1', -1],
    ['0_8', 8],
  ])('%s', (text, value) => {
    expect(read(`a: ${text.startsWith('-') && text.length === 1 ? '"-"' : text}\n`).values).toEqual([
      { a: value },
    ]);
  });
  test('keys become texts', () => {
    expect(read('{0x1F: a, on: b, 1.10: c, 4e8: d, 0.1: e}').values).toEqual([
      { '31': 'a', true: 'b', '1.1': 'c', '4e+08': 'd', '0.1': 'e' },
    ]);
  });
  test.each([
    ['a: .inf\n', '1:4 parse/not-finite'],
    ['~: x\n', '1:1 parse/null-key'],
    ['a: *b\n', '1:4 parse/unknown-alias'],
    ['? [a]\n: b\n', '1:3 parse/collection-key'],
    ['true: x\non: z\n', '2:1 parse/duplicate-key true'],
    ['m:\n- {a: 1, a: 2}\n', '2:10 parse/duplicate-key m[0].a'],
    ['a:\n\tb: 1\n', '2:1 parse/yaml'],
  ])('%j', (text, finding) => {
    expect(read(text).findings).toEqual([finding]);
  });
  test('1 and "1" are two keys, and the last duplicate wins', () => {
    expect(read('{1: a, "1": b}').findings).toEqual([]);
    expect(read('a: 1\na: 2\n').values).toEqual([{ a: 2 }]);
  });
  test('merges override what stands before them', () => {
    const text =
      'x: &x {b: 1, c: 1}\nk: {b: 3, <<: *x}\nz: {<<: *x, b: 3}\nw: {<<: [{b: 7}, *x]}\nq: {"<<": 1}\n';
    expect(read(text).values).toEqual([
      { x: { b: 1, c: 1 }, k: { b: 1, c: 1 }, z: { b: 3, c: 1 }, w: { b: 7, c: 1 }, q: { '<<': 1 } },
    ]);
  });
});

describe('places', () => {
  const text = '# c\na: &x\n  b: 1\nc: *x\nd:\n- {e: f}\n-\n  g: h\n';
  const at = read(text).documents[0]?.at;
  const place = (path: typeof at) => {
    const range = path?.range();
    return `${range?.line}:${range?.column}`;
  };
  test.each([
    ['a.b', at?.child('a', 'b'), '3:6'],
    ['its key', at?.child('a', 'b').atKey(), '3:3'],
    ['through an alias', at?.child('c', 'b'), '3:6'],
    ['in a flow map', at?.child('d').index(0).child('e'), '6:7'],
    ['a block item', at?.child('d').index(1), '8:3'],
    ['a missing field: its parent', at?.child('a', 'zz', 'y'), '2:1'],
    ['a missing item: its list', at?.child('d').index(9), '5:1'],
    ['the document', at, '2:1'],
  ])('%s', (_name, path, expected) => {
    expect(place(path)).toBe(expected);
  });
});

test('places are those of the file: through merges, \\r\\n, a byte order mark, lists and anchors as keys', () => {
  const text =
    '\ufeffbase: &b\r\n  x: 1\r\n  k: 2\r\nown:\r\n  k: 3\r\n  <<: [*b, {z: 9}]\r\n---\r\nkind: List\r\nitems:\r\n- kind: A\r\n  é: "😀": 1\r\n'.replace(
      '"😀": 1',
      '{"😀": 1, b: 2}',
    );
  const { documents } = read(text);
  const place = (index: number, ...path: readonly string[]) => {
    const { line, column, endLine, endColumn } = documents[index]?.at.child(...path).range() ?? {};
    return `${line}:${column}-${endLine}:${endColumn}`;
  };
  expect(place(0, 'base', 'x')).toBe('2:6-2:7');
  expect(place(0, 'own', 'x')).toBe('2:6-2:7');
  expect(place(0, 'own', 'k')).toBe('3:6-3:7');
  expect(place(0, 'own', 'z')).toBe('6:16-6:17');
  expect(place(1, 'é', 'b')).toBe('11:19-11:20');
  expect(documents[1]?.documentIndex).toBe(1);
});

describe('comments that speak to kube2pod', () => {
  test('are given with their line; those inside texts are none', () => {
    const { documents } = read(
      '# kube2pod: ignore a\na: "# kube2pod: no"\nb: | # kube2pod: header\n  # kube2pod: no\nc: d # kube2pod: ignore c\n# other\n---\ne: f\n',
    );
    expect(documents.map(({ comments }) => comments)).toEqual([
      [
        { line: 1, text: 'kube2pod: ignore a', alone: true },
        { line: 3, text: 'kube2pod: header', alone: false },
        { line: 5, text: 'kube2pod: ignore c', alone: false },
      ],
      [],
    ]);
  });
});

describe('a second key of a name', () => {
  test('is pointed at, with the first', () => {
    const collector = createCollector();
    parse([{ name: 'f.yaml', text: 'm:\n  a: 1\n  a: 2\n  a: 3\n' }], collector.report);
    const found = collector.findings().map(({ at, related }) => {
      const [first] = related ?? [];
      return `${at.range().line}:${at.range().column} ${at} after ${first?.at.range().line}:${first?.at.range().column}`;
    });
    expect(found).toEqual(['3:3 m.a after 2:3', '4:3 m.a after 2:3']);
  });
  test('in JSON too', () => {
    expect(read('{"a": 1,\n"a": 2}').findings).toEqual(['2:1 parse/duplicate-key a']);
  });
});

describe('what is wrong is said where it is', () => {
  test.each([
    ['a: [1, 2\nb: 3\n', '2:2 parse/yaml'],
    ['a: {b: 1\n', '1:4 parse/yaml'],
    ['a: "x\nb: 1\n', '1:4 parse/yaml'],
    ['a: b: c\n', '1:5 parse/yaml'],
    ['a: 1\n b: 2\n', '2:3 parse/yaml'],
    ['a:\n  b: 1\n c: 2\n', '3:2 parse/yaml'],
    ['a: @x\n', '1:4 parse/yaml'],
    ['a: "\\q"\n', '1:5 parse/yaml'],
    ['a: "x\u0007"\n', '1:6 parse/yaml'],
    ['a: 1\nb\nc: 2\n', '2:1 parse/yaml'],
    ['a: *\n', '1:4 parse/yaml'],
    ['x: {{ .Values.y }}\n', '1:5 parse/collection-key'],
    ['a: !!int x\n', '1:10 parse/tag'],
    ['a: !!binary "*"\n', '1:13 parse/tag'],
    ['18446744073709551615: a\n', '1:1 parse/key-too-large'],
    ['a: &a {b: *a}\n', '1:11 parse/recursive-alias'],
    ['a: {<<: b}\n', '1:9 parse/merge'],
    ['a: 1\n---b\nc: 2\n', '2:1 parse/yaml'],
  ])('%j', (text, finding) => {
    expect(read(text).findings).toEqual([finding]);
  });
});

describe('hostile input ends quickly', () => {
  const bomb = [
    'a0: &a0 [x]',
    ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`),
  ].join('\n');
  test.each([
    ['aliases of aliases', bomb, 'parse/too-deep'],
    ['deep flow', `a: ${'['.repeat(20000)}`, 'parse/'],
    ['deep and closed', `a: ${'['.repeat(3000)}${']'.repeat(3000)}`, 'parse/'],
    ['a large document', `a: ${'x'.repeat(4 * 1024 * 1024)}`, 'parse/too-large'],
  ])('%s', (_name, text, code) => {
    const start = performance.now();
    const { findings } = read(text);
    expect(findings.join()).toContain(code);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

test('every trap file of the samples is read without a crash', () => {
  for (const name of readdirSync('fixtures/validation', { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.yaml'))
      expect(read(readFileSync(`fixtures/validation/${name}`, 'utf8')).documents).toBeDefined();
  }
});
