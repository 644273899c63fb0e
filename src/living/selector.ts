import type { LabelSelector, LabelSelectorRequirement } from 'kubernetes-types/meta/v1.js';

/** Commas part requirements, but not the values inside parentheses. */
const between = /,(?![^(]*\))/;

/**
 * Reads a selector as `-l` takes it: `app=web,tier!=db,env in (a,b),x notin (c),has,!lacks`; undefined when it is none.
 * Source: k8s.io/apimachinery/pkg/labels/selector.go, Parse.
 */
export function parseSelector(text: string): LabelSelector | undefined {
  const parts = text.split(between).map((part) => part.trim());
  const found = parts.filter((part) => part !== '').map(parseRequirement);
  const requirements = found.filter((one) => one !== undefined);
  return requirements.length === found.length && found.length > 0
    ? { matchExpressions: [...requirements] }
    : undefined;
}

const key = '([A-Za-z0-9./_-]+)';
const comparison = new RegExp(`^${key}\\s*(==|=|!=)\\s*([A-Za-z0-9._-]*)$`);
const membership = new RegExp(`^${key}\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const presence = new RegExp(`^(!?)\\s*${key}$`);

function parseRequirement(part: string): LabelSelectorRequirement | undefined {
  const compared = comparison.exec(part);
  if (compared !== null) {
    const [, name = '', operator, value = ''] = compared;
    return { key: name, operator: operator === '!=' ? 'NotIn' : 'In', values: [value] };
  }
  const listed = membership.exec(part);
  if (listed !== null) {
    const [, name = '', operator, values = ''] = listed;
    return {
      key: name,
      operator: operator === 'in' ? 'In' : 'NotIn',
      values: values.split(',').map((value) => value.trim()),
    };
  }
  const [, not, name] = presence.exec(part) ?? [];
  return name === undefined ? undefined : { key: name, operator: not === '!' ? 'DoesNotExist' : 'Exists' };
}
