// Bundles the command line and the library into dist/: few files, loaded only as far as a command needs them.
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { build } from 'esbuild';

const { version } = JSON.parse(await readFile('package.json', 'utf8'));
// dist/types stays: tsc itself knows which declarations are out of date.
for (const name of await readdir('dist').catch(() => [])) {
  if (name !== 'types') await rm(`dist/${name}`, { recursive: true, force: true });
}
// yargs lays out help with the package string-width, which first makes a regular expression of all emoji: that takes as long
// as all of the parsing. Help is our own text, in which every character is one column wide.
const plainTextWidth = {
  name: 'plain-text-width',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^string-width$/ }, ({ path }) => ({ path, namespace: 'plain-text-width' }));
    onLoad({ filter: /./, namespace: 'plain-text-width' }, () => ({
      contents: 'export default (text) => [...text].length;',
    }));
  },
};
const common = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  define: { KUBE2POD_VERSION: JSON.stringify(version) },
};
// CommonJS, which Node starts sooner than ES modules: the command itself, and what it loads with its compiled code.
const commonJs = {
  ...common,
  format: 'cjs',
  minifyIdentifiers: true,
  legalComments: 'linked',
  plugins: [plainTextWidth],
  define: { ...common.define, 'import.meta.url': 'k2pUrl' },
  banner: { js: "var k2pUrl = require('node:url').pathToFileURL(module.filename).href;" },
};
const bundles = await build({
  ...commonJs,
  entryPoints: {
    check: 'src/cli/check-entry.ts',
    commands: 'src/cli/command-line.ts',
    children: 'src/cli/children.ts',
  },
  entryNames: '[name]-[hash]',
  metafile: true,
});
const bundleOf = (name) =>
  Object.keys(bundles.metafile.outputs)
    .map((path) => basename(path))
    .find((file) => file.startsWith(`${name}-`) && file.endsWith('.js'));
await build({
  ...commonJs,
  entryPoints: { kube2pod: 'src/cli/main.ts' },
  define: {
    ...commonJs.define,
    CHECK_BUNDLE: JSON.stringify(bundleOf('check')),
    COMMANDS_BUNDLE: JSON.stringify(bundleOf('commands')),
    CHILDREN_BUNDLE: JSON.stringify(bundleOf('children')),
  },
});
await build({
  ...common,
  entryPoints: { index: 'src/index.ts' },
  splitting: true,
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  legalComments: 'linked',
  chunkNames: 'chunks/[name]-[hash]',
  // Some dependencies are CommonJS and ask for Node's own modules with require().
  banner: {
    js: "import { createRequire as k2pRequire } from 'node:module'; const require = k2pRequire(import.meta.url);",
  },
});
await writeFile('dist/package.json', '{ "type": "commonjs" }\n');
await mkdir('dist/types', { recursive: true });
await writeFile('dist/types/package.json', '{ "type": "module" }\n');
await chmod('dist/kube2pod.js', 0o755);
