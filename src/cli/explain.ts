import type { Command } from './command-line.js';
export const explainCommand: Command<object> = {
  command: 'explain',
  describe: 'x',
  builder: (cli) => cli,
  run: async () => 0,
};
