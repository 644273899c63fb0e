// Bundles the command line and the library into dist/: few files, loaded only as far as a command needs them.
import { chmod, readdir, readFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const { version } = JSON.parse(await readFile('package.json', 'utf8'));
// dist/types stays: tsc itself knows which declarations are out of date.
for (const name of await readdir('dist').catch(() => [])) {
  if (name !== 'types') await rm(`dist/${name}`, { recursive: true, force: true });
}
const common = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  define: { KUBE2POD_VERSION: JSON.stringify(version) },
};
// One file for `check`, in the form whose compiled code can be kept.
await build({
  ...common,
  entryPoints: { check: 'src/cli/check-entry.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  legalComments: 'none',
  minifyIdentifiers: true,
});
await build({
  ...common,
  entryPoints: { kube2pod: 'src/cli/main.ts', index: 'src/index.ts' },
  splitting: true,
  format: 'esm',
  legalComments: 'linked',
  chunkNames: 'chunks/[name]-[hash]',
  // Some dependencies are CommonJS and ask for Node's own modules with require().
  banner: {
    js: "import { createRequire as k2pRequire } from 'node:module'; const require = k2pRequire(import.meta.url);",
  },
});
await chmod('dist/kube2pod.js', 0o755);
