import { expect, test } from '@jest/globals';
import { healthText } from '../../src/podman/container-spec-rows.js';

/** Rule: podman pkg/specgenutil/specgen.go, makeHealthCheckFromCli. */
function readByPodman(text: string): readonly string[] {
  const list = ((): readonly string[] | undefined => {
    try {
      return JSON.parse(text) as readonly string[];
    } catch {
      return undefined;
    }
  })();
  const [first = ''] = list ?? text.split(' ');
  if (first === 'CMD') return text.split(/\s+/);
  if (first === 'CMD-SHELL') return list ?? [];
  return list !== undefined && list.length > 1 ? ['CMD', ...list] : ['CMD-SHELL', list?.[0] ?? text];
}

test.each([
  [['CMD', '/bin/true']],
  [['CMD', 'echo', 'a b', '"', "it's", '', '$(A) %h']],
  [['CMD-SHELL', 'exit 0']],
])('%j is a command of the same words to Podman', (command) => {
  expect(readByPodman(healthText(command))).toEqual(command);
});

test('a single word with a blank in it needs a shell', () => {
  expect(readByPodman(healthText(['CMD', "/a b/it's"]))).toEqual(['CMD-SHELL', "'/a b/it'\\''s'"]);
});
