/** Colours of the picture: one set for light pages, one for dark ones. */
const light = {
  page: '#ffffff',
  ink: '#1f2328',
  dim: '#59636e',
  line: '#7d8590',
  pod: '#f3f6fb',
  podEdge: '#5b7bb2',
  box: '#ffffff',
  boxEdge: '#8c959f',
  infra: '#e6ebf5',
  front: '#fff6e5',
  frontEdge: '#c08a2d',
  store: '#eef6ee',
  storeEdge: '#5d9160',
  running: '#dafbe1',
  waiting: '#fff8c5',
  done: '#ddf4ff',
  failed: '#ffebe9',
} as const;
const dark: { readonly [name in keyof typeof light]: string } = {
  page: '#0d1117',
  ink: '#e6edf3',
  dim: '#9198a1',
  line: '#7d8590',
  pod: '#151d2b',
  podEdge: '#6f8fc7',
  box: '#0f1620',
  boxEdge: '#4b5563',
  infra: '#1f2a3d',
  front: '#2a2213',
  frontEdge: '#b8893b',
  store: '#14241a',
  storeEdge: '#5d9160',
  running: '#12351d',
  waiting: '#3a3010',
  done: '#0c2d4a',
  failed: '#4a1518',
};

function variables(colours: { readonly [name: string]: string }): string {
  return Object.entries(colours)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');
}

const rules = `
.page{fill:var(--page)}
text{fill:var(--ink);white-space:pre}
.title,.strong{font-weight:700}
.dim,.small{fill:var(--dim)}
.small{font-size:11px}
.pod{fill:var(--pod);stroke:var(--podEdge);stroke-width:1.5}
.container,.volumes{fill:var(--box);stroke:var(--boxEdge)}
.init{stroke-dasharray:5 3}
.sidecar{stroke-width:2}
.infra{fill:var(--infra);stroke:var(--podEdge)}
.conmon{fill:var(--infra);stroke:var(--boxEdge)}
.volumes{stroke-dasharray:2 3}
.service,.ingress{fill:var(--front);stroke:var(--frontEdge)}
.store{fill:var(--store);stroke:var(--storeEdge)}
.running{fill:var(--running)}
.waiting{fill:var(--waiting)}
.done{fill:var(--done)}
.failed{fill:var(--failed)}
.arrow,.watch{fill:none;stroke:var(--line);stroke-width:1.2}
.tip{fill:var(--line)}
.mark{fill:#ffffff;font-size:9px;font-weight:700;text-anchor:middle}
.m0 circle{fill:#3b6fb6}.m1 circle{fill:#b0562b}.m2 circle{fill:#4a7d3a}.m3 circle{fill:#8450a8}.m4 circle{fill:#a8385f}.m5 circle{fill:#4f6670}
`;

/** The style sheet of the picture. */
export const style = `svg{${variables(light)}}@media (prefers-color-scheme: dark){svg{${variables(dark)}}}${rules}`;
