import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import type { TreeProblem } from './value.js';

/**
 * Says what is wrong with a document whose grammar is right. `at` gives the place of offsets.
 * Reports: parse/duplicate-key, parse/null-key, parse/key-too-large, parse/collection-key, parse/not-finite,
 * parse/unknown-alias, parse/recursive-alias, parse/too-deep, parse/tag, parse/merge.
 */
export function reportTree(
  problem: TreeProblem,
  root: FieldPath,
  at: (start: number, end: number) => FieldPath,
  report: Report,
): void {
  const { kind, node, text } = problem;
  const place = at(node.start, node.end);
  switch (kind) {
    case 'duplicate-key':
      reportDuplicate(problem, root, at, report);
      break;
    case 'null-key':
      report('parse/null-key', place, {});
      break;
    case 'key-too-large':
      report('parse/key-too-large', place, { text });
      break;
    case 'collection-key':
      report('parse/collection-key', place, {});
      break;
    case 'not-finite':
      report('parse/not-finite', place, { text });
      break;
    case 'unknown-alias':
      report('parse/unknown-alias', place, { name: text });
      break;
    case 'recursive-alias':
      report('parse/recursive-alias', place, { name: text });
      break;
    case 'too-many-aliases':
      report('parse/too-deep', place, {});
      break;
    case 'tag':
      report('parse/tag', place, { tag: text });
      break;
    case 'merge':
      report('parse/merge', place, {});
      break;
    default:
      kind satisfies never;
  }
}

/** The place is the second key itself: a path alone would lead to whichever comes last. */
function reportDuplicate(
  { path, node, text, other }: TreeProblem,
  root: FieldPath,
  at: (start: number, end: number) => FieldPath,
  report: Report,
): void {
  const named = path.reduce<FieldPath>(
    (place, segment) => (typeof segment === 'number' ? place.index(segment) : place.child(segment)),
    root,
  );
  const printed = named.toString();
  const related =
    other === undefined ? undefined : [{ at: at(other.start, other.end), message: 'the first one is here' }];
  const place = at(node.start, node.end).printedAs(printed);
  report('parse/duplicate-key', place, { key: text, path: printed }, related);
}
