/** One line of a unit: a key and its value, or a comment about what follows. */
export type UnitLine = readonly [key: string, value: string] | { readonly comment: string };

/** A file for Quadlet or systemd before it is text. Sections without lines are left out. */
export interface UnitFile {
  readonly name: string;
  /** What it is and where it comes from, one line each. */
  readonly head: readonly string[];
  readonly sections: readonly { readonly name: string; readonly lines: readonly UnitLine[] }[];
}

/** Source of the syntax: systemd.syntax(7). */
export function unitText({ head, sections }: UnitFile): string {
  const blocks = sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ name, lines }) => [`[${name}]`, ...lines.flatMap(lineText)].join('\n'));
  return `${[head.map(commentText).join('\n'), ...blocks].join('\n\n')}\n`;
}

function lineText(line: UnitLine): readonly string[] {
  if ('comment' in line) return [commentText(line.comment)];
  const [key, value] = line;
  return [`${key}=${value}`];
}

/** Line breaks end a comment, and a backslash at its end would swallow the next line. */
function commentText(text: string): string {
  return `# ${text.replaceAll(/[\n\r]/g, ' ').replace(/\\+$/, '')}`;
}
