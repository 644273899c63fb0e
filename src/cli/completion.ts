import type { Argv } from 'yargs';
import type { Command } from './command.js';
import { exitCode } from './exit.js';
import { print } from './output.js';

export interface CompletionOptions {
  readonly shell: keyof typeof scripts;
}

/**
 * One script for each shell: all ask the command itself, so that they never grow old. What it does not know (files) the shell
 * completes as ever.
 */
const scripts = {
  bash: `# kube2pod completion for bash: source <(kube2pod completion bash)
_kube2pod() {
  local words
  words=$(kube2pod --get-yargs-completions "\${COMP_WORDS[@]:0:COMP_CWORD+1}" 2>/dev/null)
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}")
}
complete -o bashdefault -o default -F _kube2pod kube2pod`,
  zsh: `#compdef kube2pod
# kube2pod completion for zsh: source <(kube2pod completion zsh), or a file _kube2pod in a folder of $fpath
_kube2pod() {
  local -a words_found
  words_found=("\${(@f)$(kube2pod --get-yargs-completions "\${words[@]:0:$CURRENT}" 2>/dev/null)}")
  _describe 'kube2pod' words_found
  _files
}
compdef _kube2pod kube2pod`,
  fish: `# kube2pod completion for fish: kube2pod completion fish | source
function __kube2pod
  set -l words (commandline -opc) (commandline -ct)
  kube2pod --get-yargs-completions $words 2>/dev/null | string replace : \\t
end
complete -c kube2pod -a '(__kube2pod)'`,
} as const;

/** `kube2pod completion SHELL`: what makes a shell complete commands and options. */
export const completionCommand: Command<CompletionOptions> = {
  builder: (cli) =>
    cli
      .positional('shell', {
        choices: ['bash', 'zsh', 'fish'] as const,
        demandOption: true,
        describe: 'The shell',
      })
      .example('source <(kube2pod completion bash)', 'In ~/.bashrc') as unknown as Argv<CompletionOptions>,
  run: async ({ shell }) => {
    print(scripts[shell]);
    return exitCode.fine;
  },
};
