import { describe, expect, it } from '@jest/globals';
import { podNames } from '../../src/podman/names.js';
import { secretName } from '../../src/podman/secret-name.js';

describe('names of secrets', () => {
  it('leaves what Podman takes', () => {
    expect(secretName('shop_web-app-env-PASSWORD')).toBe('shop_web-app-env-PASSWORD');
    expect(secretName('a'.repeat(64))).toHaveLength(64);
  });

  it('shortens what is longer, and keeps two of them apart', () => {
    const long = (end: string) => podNames('default', 'p'.repeat(60)).secret(`container-env-${end}`);
    expect(long('A')).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}[a-zA-Z0-9]$/);
    expect(long('A')).toHaveLength(64);
    expect(long('A')).not.toBe(long('B'));
    expect(long('A')).toBe(long('A'));
  });
});
