import { layout } from './layout.js';
import type { ApplicationGraph } from './model.js';
import { fontSize, type Shape } from './shapes.js';
import { style } from './svg-style.js';

/** The application as one SVG that needs nothing else, in the colours of a light or a dark page. */
export function graphSvg(graph: ApplicationGraph): string {
  const { width, height, shapes } = layout(graph);
  const size = `${Math.ceil(width)} ${Math.ceil(height)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" width="${Math.ceil(width)}" height="${Math.ceil(height)}" role="img" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace" font-size="${fontSize}">`,
    '<title>The application: its Services, pods and what they keep</title>',
    `<style>${style}</style>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M 0 0 L 8 4 L 0 8 Z" class="tip"/></marker></defs>',
    '<rect width="100%" height="100%" class="page"/>',
    ...shapes.map(drawn),
    '</svg>',
  ].join('\n');
}

function drawn(shape: Shape): string {
  switch (shape.shape) {
    case 'box': {
      const { x, y, width, height, radius } = shape;
      return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${radius}" class="${shape.class}"/>`;
    }
    case 'text':
      return `<text x="${round(shape.x)}" y="${round(shape.y)}" class="${shape.class}">${escaped(shape.text)}</text>`;
    case 'dot': {
      const { x, y, letter } = shape;
      return `<g class="${shape.class}"><circle cx="${round(x)}" cy="${round(y)}" r="6.5"/><text x="${round(x)}" y="${round(y + 3)}" class="mark">${letter}</text></g>`;
    }
    case 'line':
      return `<path d="${shape.path}" class="${shape.class}"${shape.class === 'arrow' ? ' marker-end="url(#tip)"' : ''}/>`;
    default:
      return shape satisfies never;
  }
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(forbidden, '\uFFFD');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no place for them
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;
