import type { CustomSchemas } from '../../src/check/custom-validator.js';
import { check, type Judged } from '../../src/compile.js';
import { type Collector, createCollector } from '../../src/diagnostics/collect.js';
import { assumedFor } from '../../src/phases/assumed.js';
import type { KubeObject } from '../../src/phases/documents.js';
import { situation } from '../phases/situation.js';

/** What `check` makes of texts, with its findings as `line code path`. */
export interface CheckedTexts extends Judged {
  readonly collector: Collector;
  readonly found: readonly string[];
}

export function checkTexts(
  texts: { readonly [file: string]: string },
  more: {
    readonly around?: readonly KubeObject[];
    readonly complete?: boolean;
    readonly custom?: CustomSchemas;
  } = {},
): CheckedTexts {
  const collector = createCollector();
  const { around = [], complete = false, custom } = more;
  const judged = check(
    Object.entries(texts).map(([name, text]) => ({ name, text })),
    {
      situation: { ...situation, supervised: true },
      observed: assumedFor(situation.target),
      baseDirectory: '/',
      around,
      complete,
      ...(custom === undefined ? {} : { custom }),
    },
    collector,
  );
  const found = collector
    .findings()
    .map(({ at, code }) => `${at.document.file}:${at.range().line} ${code} ${at.toString()}`);
  return { ...judged, collector, found };
}
