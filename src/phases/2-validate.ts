import type { Report } from '../diagnostics/diagnostic.js';
import type { Situation } from '../podman/target.js';
import type { KubeObject, ManifestDocument } from './documents.js';

export function validate(
  documents: readonly ManifestDocument[],
  _options: { readonly situation: Situation },
  _report: Report,
): readonly KubeObject[] {
  return documents.flatMap((document) => {
    const manifest = document.value as {
      kind: string;
      apiVersion: string;
      metadata: { name: string; namespace?: string };
    };
    if (typeof manifest !== 'object') return [];
    const { kind, apiVersion, metadata } = manifest;
    return [
      {
        kind,
        apiVersion,
        name: metadata.name,
        namespace: metadata.namespace ?? 'default',
        manifest,
        at: document.at,
        document,
      },
    ];
  });
}
