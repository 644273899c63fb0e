import { describe, expect, test } from '@jest/globals';
import { annotationKey, annotationRows } from '../../src/fields/steering/table.js';
import {
  readBoolean,
  readLabels,
  readNumber,
  readUlimits,
  readVolumesFrom,
} from '../../src/fields/steering/values.js';

describe('values of annotations', () => {
  test.each([
    ['1', true],
    ['t', true],
    ['TRUE', true],
    ['0', false],
    ['False', false],
    ['yes', undefined],
    ['', undefined],
  ])('%j as Go reads booleans', (text, wanted) => {
    const read = readBoolean(text);
    expect('value' in read ? read.value : undefined).toBe(wanted);
  });

  test.each([
    ['100', 100],
    ['-1', -1],
    ['1.5', undefined],
    ['many', undefined],
  ])('%j as a number', (text, wanted) => {
    const read = readNumber(text);
    expect('value' in read ? read.value : undefined).toBe(wanted);
  });

  // Values from docker/go-units ulimit_test.go.
  test.each([
    ['nofile=512:1024', [{ name: 'nofile', soft: 512n, hard: 1024n }]],
    ['nofile=1024', [{ name: 'nofile', soft: 1024n, hard: 1024n }]],
    ['nofile=-1:-1', [{ name: 'nofile', soft: -1n, hard: -1n }]],
    ['nofile=42:-1', [{ name: 'nofile', soft: 42n, hard: -1n }]],
    [
      'core=0,nproc=5',
      [
        { name: 'core', soft: 0n, hard: 0n },
        { name: 'nproc', soft: 5n, hard: 5n },
      ],
    ],
    ['notarealtype=1024:1024', undefined],
    ['nofile', undefined],
    ['nofile=', undefined],
    ['nofile=:', undefined],
    ['nofile=1024:1', undefined],
    ['nofile=-1:42', undefined],
    ['nofile=asdf', undefined],
  ])('%s as limits', (text, wanted) => {
    const read = readUlimits(text);
    expect('value' in read ? read.value : undefined).toEqual(wanted);
  });

  test.each([
    ['disable', ['disable']],
    ['type:spc_t,label=level:s0', ['type:spc_t', 'level:s0']],
    ['nested', ['nested']],
    ['disabled', undefined],
    ['type:', undefined],
  ])('%s as labels', (text, wanted) => {
    const read = readLabels(text);
    expect('value' in read ? read.value : undefined).toEqual(wanted);
  });

  test.each([
    ['one', ['one']],
    ['one:ro,z;two', ['one:ro,z', 'two']],
    ['', undefined],
    ['one:;two', undefined],
    ['-one', undefined],
  ])('%j as containers whose volumes are taken', (text, wanted) => {
    const read = readVolumesFrom(text);
    expect('value' in read ? read.value : undefined).toEqual(wanted);
  });
});

describe('keys of annotations', () => {
  test('the container stands behind the slash', () => {
    expect(annotationKey('io.podman.annotations.init/app')).toEqual({
      row: annotationRows.init,
      container: 'app',
    });
    expect(annotationKey('io.podman.annotations.userns')).toEqual({
      row: annotationRows.userns,
      container: undefined,
    });
  });
  test('what is inherited by every object is no annotation', () => {
    expect(annotationKey('io.podman.annotations.toString')?.row).toBeUndefined();
  });
  test('other families are others’ affair', () => {
    expect(annotationKey('example.com/io.podman.annotations.init')).toBeUndefined();
  });
});
