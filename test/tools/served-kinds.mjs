// Gives the generators the table of kinds, which is TypeScript.
import { build } from 'esbuild';

/** The rows of src/kinds/served.ts. */
export async function servedKinds() {
  const { outputFiles } = await build({
    entryPoints: ['src/kinds/served.ts'],
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'error',
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  const { servedKinds } = await import(`data:text/javascript;base64,${code}`);
  return servedKinds;
}
