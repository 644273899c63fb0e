import type { Report } from '../diagnostics/diagnostic.js';
import type { ManifestDocument } from '../phases/documents.js';

/** Holds an object of a custom resource against its schema. Reports: schema/custom, schema/custom-rule. */
export type CustomValidator = (document: ManifestDocument, report: Report) => void;

/** Validators by `apiVersion kind`. */
export type CustomSchemas = ReadonlyMap<string, CustomValidator>;
