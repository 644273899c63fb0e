import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

/** Pieces that mean something to a shell, to systemd, to Quadlet or to YAML. */
const pieces = [
  ...[
    '%',
    '%%',
    '%n',
    '$',
    '$$',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own
    '${A}',
    '$(B)',
    '$A',
    '`id`',
    '\\',
    '\\n',
    '\\x41',
    '"',
    "'",
    '\n',
    '\t',
    ' ',
    '  ',
  ],
  ...[
    ';',
    '#',
    '&',
    '|',
    '*',
    '~',
    '!',
    '{{.X}}',
    '=',
    ':',
    '- ',
    '@',
    '-x',
    ',',
    'ü',
    '漢',
    '\u0001',
    '\u007f',
    'a',
    '0',
    'no',
  ],
] as const;

const text = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(''));

/**
 * A manifest whose words, variables, labels and files are made of such pieces; always the same ones, so that a failure
 * can be looked at again.
 */
export function writeHostileText(): string {
  const texts = fc.sample(text, { seed: 20_240_601, numRuns: 120 });
  // Texts of labels are checked by Kubernetes; annotations, words, variables and files are free.
  const words = texts.slice(0, 40);
  const env = texts.slice(40, 80).map((value, index) => ({ name: `VALUE_${index}`, value }));
  const data = Object.fromEntries(texts.slice(80, 110).map((value, index) => [`file.${index}`, value]));
  const annotations = Object.fromEntries(
    texts.slice(110).map((value, index) => [`example.com/note-${index}`, value]),
  );
  const documents = [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ver-fuzz-files' }, data },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'ver-fuzz', annotations },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [
          {
            name: 'app',
            image: 'localhost/busybox:test',
            command: ['/bin/sh', '-c', 'sleep 1000; :', ...words],
            env,
            volumeMounts: [{ name: 'files', mountPath: '/files' }],
          },
        ],
        volumes: [{ name: 'files', configMap: { name: 'ver-fuzz-files' } }],
      },
    },
  ];
  // JSON is YAML, but for U+007F, which YAML wants escaped. Inside the repository, since every machine sees that.
  const path = join(process.cwd(), 'dist/versions-hostile-text.yaml');
  const printed = documents.map((document) => JSON.stringify(document).replaceAll('\u007f', '\\u007f'));
  writeFileSync(path, printed.join('\n---\n'));
  return path;
}
