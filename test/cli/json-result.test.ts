import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  asksForJson,
  noteFailure,
  noteFindings,
  printJson,
  printJsonLine,
  withJsonResult,
} from '../../src/cli/json-result.js';
import { print, say } from '../../src/cli/output.js';

let out = '';
const writing = { stdout: process.stdout.write, stderr: process.stderr.write };

beforeEach(() => {
  out = '';
  process.stdout.write = jest.fn((text: string) => {
    out += text;
    return true;
  }) as unknown as typeof process.stdout.write;
  process.stderr.write = jest.fn(() => true) as unknown as typeof process.stderr.write;
});
afterEach(() => {
  process.stdout.write = writing.stdout;
  process.stderr.write = writing.stderr;
});

async function result(run: () => number): Promise<unknown> {
  await withJsonResult(async () => run());
  return JSON.parse(out);
}

describe('the result of a command as JSON', () => {
  test('a document, and the last one counts', async () => {
    expect(
      await result(() => {
        printJson({ a: 1 });
        printJson({ a: 2 });
        return 0;
      }),
    ).toEqual({ a: 2 });
  });

  test('lines where there is no form of its own', async () => {
    expect(
      await result(() => {
        print('one');
        print('two');
        return 0;
      }),
    ).toEqual({ lines: ['one', 'two'] });
  });

  test('what is said of a success is for people', async () => {
    expect(
      await result(() => {
        say('kube2pod: the supervisor was started');
        return 0;
      }),
    ).toEqual({});
  });

  test('a failure: our own sentences are the message', async () => {
    expect(
      await result(() => {
        say('kube2pod: there is no such pod');
        say('Try kube2pod --help.');
        return 1;
      }),
    ).toEqual({ error: { exitCode: 1, message: 'there is no such pod' } });
  });

  test('what is known better replaces them, in parts, beside a result that is there', async () => {
    expect(
      await result(() => {
        printJson({ objects: [] });
        noteFindings([{ code: 'a/b' }]);
        noteFailure({ message: 'no', operation: 'pod.create x' });
        noteFailure({ removed: ['pod x'] });
        say('kube2pod: Podman failed');
        return 3;
      }),
    ).toEqual({
      objects: [],
      findings: [{ code: 'a/b' }],
      error: { exitCode: 3, message: 'no', operation: 'pod.create x', removed: ['pod x'] },
    });
  });

  test('an exit code that is a result is no failure', async () => {
    expect(
      await result(() => {
        printJson({ changes: [{}] });
        return 1;
      }),
    ).toEqual({ changes: [{}] });
  });

  test('a failure that said nothing has an error all the same', async () => {
    expect(await result(() => 3)).toEqual({ error: { exitCode: 3, message: '' } });
  });

  test('a stream is a line at a time, its failure too', async () => {
    await withJsonResult(async () => {
      printJsonLine({ line: 'a' });
      say('kube2pod: it ended');
      return 1;
    });
    expect(out).toBe('{"line":"a"}\n{"error":{"exitCode":1,"message":"it ended"}}\n');
  });

  test('outside of a command, lines and documents are printed as they are', () => {
    print('text');
    printJson({ a: 1 });
    expect(out).toBe('text\n{\n  "a": 1\n}\n');
  });
});

test.each([
  [['get', '-o', 'json'], true],
  [['get', '-ojson'], true],
  [['get', '-o=json'], true],
  [['get', '--output', 'json'], true],
  [['get', '--output=json'], true],
  [['get', '-o', 'text'], false],
  [['get', 'json'], false],
])('%j asks for JSON: %p', (words, asks) => {
  expect(asksForJson(words)).toBe(asks);
});
