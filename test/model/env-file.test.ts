import { describe, expect, test } from '@jest/globals';
import { envFileValue } from '../../src/model/env-file.js';

/** Cases of kubernetes pkg/kubelet/util/env/env_util_test.go, TestParseEnv. */
describe('a variable of an env file', () => {
  test.each([
    ['leading blanks', "   KEY1='val1'\n\t\tKEY2='val2'\n", 'KEY2', 'val2'],
    ['blank and comment lines', "# c\n\nKEY1='foo'\n   # another\n\nKEY2='bar'\n", 'KEY2', 'bar'],
    ['no such key', "KEY1='foo'\n", 'KEY3', undefined],
    ['a # inside', "KEY1='foo#notcomment'\n", 'KEY1', 'foo#notcomment'],
    ['blanks inside', "KEY1='   foo bar   '\n", 'KEY1', '   foo bar   '],
    ['empty', "KEY1='foo'\nKEY2=''\n", 'KEY2', ''],
    ['several =', "KEY1='foo=bar=baz'\n", 'KEY1', 'foo=bar=baz'],
    ['a comment behind', "KEY2='bar' # comment\n", 'KEY2', 'bar'],
    ['no expansion', "KEY1='foo$BAR-$(HOME)_$'", 'KEY1', 'foo$BAR-$(HOME)_$'],
    ['double quotes inside', 'KEY1=\'value with "nested" quotes\'\n', 'KEY1', 'value with "nested" quotes'],
    ['several lines', "KEY1='line1\n\nline3  '\nKEY2='bar'\n", 'KEY1', 'line1\n\nline3  '],
    ['behind several lines', "KEY1='line1\n\nline3  '\nKEY2='bar'\n", 'KEY2', 'bar'],
  ])('%s', (_name, text, key, value) => {
    expect(envFileValue(text, key)).toEqual({ value });
  });
  test.each([
    ['blank before =', "KEY1 = 'val1'\nKEY2='val2'\n", 'KEY2', 'line 1 has a blank before ='],
    ['no name', "='foo'\nKEY2='bar'\n", 'KEY2', 'line 1 has no name before ='],
    ['no =', "KEY1='foo'\nINVALID\nKEY2='bar'\n", 'KEY2', 'line 2 is no KEY='],
    ['no quotes', "KEY1='foo'\nKEY2=bar\n", 'KEY2', 'line 2 has a value that is not in single quotes'],
    ['double quotes', 'KEY2="bar"\n', 'KEY2', 'line 1 has a value that is not in single quotes'],
    ['two strings', "KEY1='foo''bar'", 'KEY1', 'line 1 goes on after the closing quote'],
    [
      'an open quote',
      "KEY1='foo'\nKEY2='bar\nKEY3='baz'\n",
      'KEY2',
      'line 2 goes on after the closing quote',
    ],
  ])('%s is refused', (_name, text, key, problem) => {
    expect(envFileValue(text, key)).toEqual({ problem: expect.stringContaining(problem) });
  });
});
