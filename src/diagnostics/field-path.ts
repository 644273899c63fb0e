/** One step into a manifest: a field or map key by name, or a list index. */
export type Segment = string | number;

/** Where a text begins and ends: 1-based line and column (columns count UTF-16 units), end exclusive. */
export interface TextRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What a field path needs to know of the document it points into; `1-parse` makes these. */
export interface Located {
  /** The file's name as the user gave it, or `-` for standard input. */
  readonly file: string;
  /** 0-based index of the YAML document in its file. */
  readonly documentIndex: number;
  /**
   * Finds the text of a key or value. A path that does not exist gives its nearest existing ancestor,
   * so a missing field points at its parent.
   */
  readonly locate: (segments: readonly Segment[], part: 'key' | 'value') => TextRange;
}

/**
 * A place in a manifest that survives every phase, so that any message can name file, line and column.
 * Immutable; printed as the API server prints its field paths: `spec.containers[0].ports[0]`,
 * map keys in brackets: `metadata.labels[app]`.
 */
export interface FieldPath {
  readonly document: Located;
  readonly parent: FieldPath | undefined;
  readonly segment: Segment | undefined;
  /** How the segment prints: `.name`, `[0]` or `[key]`. */
  readonly style: 'field' | 'index' | 'entry';
  readonly part: 'key' | 'value';
  readonly printed?: string | undefined;
  /** The field (or nested fields) below this one. */
  child(this: FieldPath, ...names: readonly string[]): FieldPath;
  /** The list item at a 0-based index. */
  index(this: FieldPath, position: number): FieldPath;
  /** The entry of a map with free keys (labels, data, limits): prints in brackets. */
  entry(this: FieldPath, key: string): FieldPath;
  /** The same place, pointing at the key instead of the value. */
  atKey(this: FieldPath): FieldPath;
  /** The same place under the name that the API server gives it, where that is not the way to it. */
  printedAs(this: FieldPath, printed: string): FieldPath;
  segments(this: FieldPath): readonly Segment[];
  range(this: FieldPath): TextRange;
  toString(this: FieldPath): string;
  /** Positions print in JSON as `{file, line, column, path}`. */
  toJSON(this: FieldPath): {
    file: string;
    line: number;
    column: number;
    path: string;
  };
}

/** One class for all places: thousands are made for every file, and V8 knows their form. */
class Step implements FieldPath {
  /** Kept, because finding a place means reading its document again. */
  #range: TextRange | undefined;

  constructor(
    readonly document: Located,
    readonly parent: FieldPath | undefined,
    readonly segment: Segment | undefined,
    readonly style: FieldPath['style'],
    readonly part: FieldPath['part'],
    readonly printed?: string,
  ) {}

  child(...names: readonly string[]): FieldPath {
    let at: FieldPath = this;
    for (const name of names) at = new Step(this.document, at, name, 'field', 'value');
    return at;
  }

  index(position: number): FieldPath {
    return new Step(this.document, this, position, 'index', 'value');
  }

  entry(key: string): FieldPath {
    return new Step(this.document, this, key, 'entry', 'value');
  }

  atKey(): FieldPath {
    return new Step(this.document, this.parent, this.segment, this.style, 'key', this.printed);
  }

  printedAs(printed: string): FieldPath {
    return new Step(this.document, this.parent, this.segment, this.style, this.part, printed);
  }

  segments(): readonly Segment[] {
    const steps: Segment[] = [];
    for (let at: FieldPath | undefined = this; at?.segment !== undefined; at = at.parent)
      steps.push(at.segment);
    return steps.reverse();
  }

  range(): TextRange {
    this.#range ??= this.document.locate(this.segments(), this.part);
    return this.#range;
  }

  toString(): string {
    if (this.printed !== undefined) return this.printed;
    if (this.segment === undefined) return '';
    const before = this.parent?.toString() ?? '';
    if (this.style !== 'field') return `${before}[${this.segment}]`;
    return before === '' ? String(this.segment) : `${before}.${this.segment}`;
  }

  toJSON(): { file: string; line: number; column: number; path: string } {
    const { line, column } = this.range();
    return { file: this.document.file, line, column, path: this.toString() };
  }
}

/** The path of a whole object, from which all its other paths are built. */
export function rootPath(document: Located): FieldPath {
  return new Step(document, undefined, undefined, 'field', 'value');
}
