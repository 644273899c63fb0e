/** Reads `0,2-4` as a set; what is no number and what is not below `completions` is left out. Source: indexed_job_utils.go, parseIndexesFromString. */
export function parseIndexes(text: string, completions: number): ReadonlySet<number> {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (match === null) continue;
    const last = Math.min(Number(match[2] ?? match[1]), completions - 1);
    for (let index = Number(match[1]); index <= last; index += 1) found.add(index);
  }
  return found;
}

/** Writes a set as `0,2-4`; two neighbours stay apart. Source: kubernetes pkg/controller/job/indexed_job_utils.go, orderedIntervals.String. */
export function formatIndexes(indexes: Iterable<number>): string {
  const sorted = [...new Set(indexes)].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let at = 0; at < sorted.length; ) {
    const first = sorted[at] ?? 0;
    let last = first;
    while (sorted[at + 1] === last + 1) {
      last += 1;
      at += 1;
    }
    at += 1;
    parts.push(last === first ? `${first}` : `${first}${last === first + 1 ? ',' : '-'}${last}`);
  }
  return parts.join(',');
}
