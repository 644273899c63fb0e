/** One thing to draw. Coordinates in pixels; classes are those of svg-style.ts. */
export type Shape =
  | {
      readonly shape: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly class: string;
      readonly radius: number;
    }
  | {
      readonly shape: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly class: string;
    }
  | {
      readonly shape: 'dot';
      readonly x: number;
      readonly y: number;
      readonly letter: string;
      readonly class: string;
    }
  | { readonly shape: 'line'; readonly path: string; readonly class: string };

/** Shapes that belong together, from (0, 0). */
export interface Block {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

export const fontSize = 12;
export const lineHeight = 18;
export const padding = 12;

/** Letters of monospace fonts are 0.6 of their size wide; East Asian ones twice that. */
export function textWidth(text: string): number {
  let units = 0;
  for (const letter of text)
    units +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
        letter,
      )
        ? 2
        : 1;
  return Math.ceil(units * fontSize * 0.61);
}

const longestLine = 44;

/** A long text as lines of at most 44 letters, parted behind `/`, `:`, `-` or `.` where it can be. */
export function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > longestLine) {
    const head = rest.slice(0, longestLine);
    const cut = Math.max(...['/', ':', '-', '.', ' ', ','].map((mark) => head.lastIndexOf(mark)));
    const at = cut < longestLine / 3 ? longestLine : cut + 1;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...lines, rest];
}

/** A block at another place. */
export function moved({ shapes }: Block, x: number, y: number): readonly Shape[] {
  return shapes.map((shape) => {
    if (shape.shape === 'line') return { ...shape, path: movedPath(shape.path, x, y) };
    return { ...shape, x: shape.x + x, y: shape.y + y };
  });
}

/** Paths here hold absolute commands only, as pairs of coordinates. */
function movedPath(path: string, x: number, y: number): string {
  let isX = false;
  return path.replaceAll(/-?\d+(?:\.\d+)?/g, (number) => {
    isX = !isX;
    return String(Number(number) + (isX ? x : y));
  });
}

/** A line of text in a block, with a class and perhaps a volume's mark before it. */
export interface TextLine {
  readonly text: string;
  readonly class: string;
  readonly mark?: { readonly letter: string; readonly class: string };
}

const markWidth = 18;

/** A box that fits its lines. */
export function textBlock(lines: readonly TextLine[], boxClass: string, radius: number): Block {
  const wide = lines.map(({ text, mark }) => textWidth(text) + (mark === undefined ? 0 : markWidth));
  const width = Math.max(...wide, 60) + 2 * padding;
  const height = lines.length * lineHeight + padding + 6;
  const shapes: Shape[] = [{ shape: 'box', x: 0, y: 0, width, height, class: boxClass, radius }];
  for (const [index, { text, mark, class: name }] of lines.entries()) {
    const y = padding + index * lineHeight + 8;
    if (mark !== undefined) shapes.push({ shape: 'dot', x: padding + 7, y: y - 4, ...mark });
    shapes.push({ shape: 'text', x: padding + (mark === undefined ? 0 : markWidth), y, text, class: name });
  }
  return { width, height, shapes };
}
