/** The rules that a label holds. Anybody may write labels: unreadable rules are none. */
export function rulesOf<T>(text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}
