import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { completionCommand } from '../../src/cli/completion.js';

let printed = '';
beforeEach(() => {
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

test('bash completes with the words that the command gives, and files where it gives none', async () => {
  await completionCommand.run({ shell: 'bash' }, []);
  const script = `kube2pod() { [ "$1" = --get-yargs-completions ] && [ "$3" = con ] && printf 'convert\\ncheck\\n'; }
${printed}
COMP_WORDS=(kube2pod con); COMP_CWORD=1; _kube2pod; echo "\${COMPREPLY[*]}"
COMP_WORDS=(kube2pod x); _kube2pod; echo "\${#COMPREPLY[@]}"; complete -p kube2pod`;
  const out = execFileSync('bash', ['-c', script], { encoding: 'utf8' });
  expect(out).toBe('convert\n0\ncomplete -o bashdefault -o default -F _kube2pod kube2pod\n');
});

test.each(['zsh', 'fish'] as const)('%s asks the command too', async (shell) => {
  await completionCommand.run({ shell }, []);
  expect(printed).toContain('kube2pod --get-yargs-completions');
});
