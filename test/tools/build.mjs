// Bundles the command line and the library into dist/: few files, loaded only as far as a command needs them.
import { chmod, readdir, readFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const { version } = JSON.parse(await readFile('package.json', 'utf8'));
// dist/types stays: tsc itself knows which declarations are out of date.
for (const name of await readdir('dist').catch(() => [])) {
  if (name !== 'types') await rm(`dist/${name}`, { recursive: true, force: true });
}
await build({
  entryPoints: { kube2pod: 'src/cli/main.ts', index: 'src/index.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'linked',
  chunkNames: 'chunks/[name]-[hash]',
  define: { KUBE2POD_VERSION: JSON.stringify(version) },
  // Some dependencies are CommonJS and ask for Node's own modules with require().
  banner: {
    js: "import { createRequire as k2pRequire } from 'node:module'; const require = k2pRequire(import.meta.url);",
  },
});
await chmod('dist/kube2pod.js', 0o755);
