import type { Command } from './command-line.js';
export const convertCommand: Command<object> = {
  command: 'convert',
  describe: 'x',
  builder: (cli) => cli,
  run: async () => 0,
};
