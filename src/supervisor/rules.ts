/** The rules that a label holds. Anybody may write labels: unreadable rules are none. */
export function rulesOf<T>(text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}

/**
 * Rules as the label of a volume: Podman 4.3 reads those like a line of CSV, newer ones do not, so that neither a comma
 * nor a quote may stand in them. Source: podman cmd/podman/volumes/create.go.
 */
export function volumeRules(rules: unknown): string {
  return encodeURIComponent(JSON.stringify(rules));
}

/** The rules that a volume's label holds; unreadable ones are none. */
export function volumeRulesOf<T>(text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  try {
    return rulesOf<T>(decodeURIComponent(text));
  } catch {
    return undefined;
  }
}
