import { describe, expect, test } from '@jest/globals';
import { kindOfWord, namedObjects } from '../../src/kinds/words.js';

describe('kinds and objects by the words of a command line', () => {
  test.each([
    ['deploy', 'Deployment'],
    ['deployments', 'Deployment'],
    ['Deployment', 'Deployment'],
    ['deployments.apps', 'Deployment'],
    ['po', 'Pod'],
    ['ingresses', 'Ingress'],
    ['networkpolicies', 'NetworkPolicy'],
    ['storageclass', 'StorageClass'],
    ['manifest', undefined],
    ['k8s', undefined],
  ])('%s is %s', (word, kind) => {
    expect(kindOfWord(word)).toBe(kind);
  });

  test.each([
    [['deploy/web', 'svc/web'], 'Deployment/web Service/web'],
    [['deploy', 'a', 'b'], 'Deployment/a Deployment/b'],
    [['deploy,svc', 'a'], 'Deployment/a Service/a'],
    [['k8s/web'], undefined],
    [['k8s'], undefined],
    [['deploy/web', 'file.yaml'], undefined],
    [['deploy/web/x'], undefined],
    [['deploy'], undefined],
    [[], undefined],
  ] as const)('%j', (words, expected) => {
    expect(
      namedObjects(words)
        ?.map(({ kind, name }) => `${kind}/${name}`)
        .join(' '),
    ).toBe(expected);
  });
});
