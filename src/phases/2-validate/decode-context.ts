import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import type { Shapes } from './shape.js';

/** What decoding needs besides the value. */
export interface DecodeContext {
  readonly at: FieldPath;
  readonly report: Report;
  /** Parsed when first asked for: only documents with errors need them. */
  readonly shapes: () => Shapes;
  /** The text of a value as it stands in the file; undefined where it may not be shown. */
  readonly written: (at: FieldPath) => string | undefined;
}
