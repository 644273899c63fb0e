import { catalog } from '../diagnostics/catalog.js';
import type { Diagnostic, Report } from '../diagnostics/diagnostic.js';
import type { Located } from '../diagnostics/field-path.js';
import { nearestName } from '../diagnostics/spelling.js';
import type { ManifestDocument } from '../phases/documents.js';

/** The annotation that silences codes for its object: `kube2pod.io/ignore: podman/port-privileged, advice/privileged`. */
export const ignoreAnnotation = 'kube2pod.io/ignore';

/** What one document's author does not want to hear. */
interface Silenced {
  readonly everywhere: ReadonlySet<string>;
  readonly onLine: ReadonlyMap<number, ReadonlySet<string>>;
}

/**
 * Which findings their documents silence: `# kube2pod: ignore CODE` on a line of its own or the annotation
 * `kube2pod.io/ignore` for the whole object, the comment behind a value for its line. Reports: advice/unknown-code.
 */
export function silencer(
  documents: readonly ManifestDocument[],
  report: Report,
): (finding: Diagnostic) => boolean {
  const byDocument = new Map<Located, Silenced>();
  for (const document of documents) {
    const silenced = silencedIn(document, report);
    if (silenced !== undefined) byDocument.set(document.at.document, silenced);
  }
  if (byDocument.size === 0) return () => false;
  return ({ code, at }) => {
    const silenced = byDocument.get(at.document);
    if (silenced === undefined) return false;
    return silenced.everywhere.has(code) || silenced.onLine.get(at.range().line)?.has(code) === true;
  };
}

function silencedIn(document: ManifestDocument, report: Report): Silenced | undefined {
  const everywhere = new Set<string>();
  const onLine = new Map<number, Set<string>>();
  for (const { line, text, alone } of document.comments) {
    const codes = codesOf(/^kube2pod:\s*ignore\s+(.*)$/.exec(text)?.[1]);
    reportUnknown(codes, document, report);
    const target = alone ? everywhere : (onLine.get(line) ?? new Set<string>());
    for (const code of codes) target.add(code);
    if (!alone) onLine.set(line, target);
  }
  const annotated = codesOf(annotationOf(document));
  reportUnknown(annotated, document, report);
  for (const code of annotated) everywhere.add(code);
  return everywhere.size === 0 && onLine.size === 0 ? undefined : { everywhere, onLine };
}

function codesOf(text: string | undefined): readonly string[] {
  return (text ?? '').split(/[\s,]+/).filter((code) => code !== '');
}

function annotationOf({ value }: ManifestDocument): string | undefined {
  const metadata = (value as { readonly metadata?: unknown } | null)?.metadata;
  const annotations = (metadata as { readonly annotations?: unknown } | null | undefined)?.annotations;
  const text = (annotations as { readonly [name: string]: unknown } | null | undefined)?.[ignoreAnnotation];
  return typeof text === 'string' ? text : undefined;
}

function reportUnknown(codes: readonly string[], { at }: ManifestDocument, report: Report): void {
  for (const code of codes) {
    if (Object.hasOwn(catalog, code)) continue;
    const nearest = nearestName(code, Object.keys(catalog));
    report('advice/unknown-code', at, { code, ...(nearest === undefined ? {} : { nearest }) });
  }
}
