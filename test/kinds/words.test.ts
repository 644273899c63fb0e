import { describe, expect, test } from '@jest/globals';
import { askedObjects, kindOfWord, namedObjects } from '../../src/kinds/words.js';

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

  test.each<[string, string]>([
    ['', 'Pod'],
    ['po', 'Pod'],
    ['deploy,svc', 'Deployment,Service'],
    ['po,pods', 'Pod'],
    ['deploy web api', 'Deployment: Deployment/web Deployment/api'],
    ['deploy/web svc/web deploy/api', 'Deployment,Service: Deployment/web Service/web Deployment/api'],
    ['all', 'all'],
    ['all web', 'a name needs the kind of its object, not all'],
    ['nonsense', 'get knows the kinds of Kubernetes and all, not "nonsense"'],
    ['deploy,nonsense', 'get knows the kinds of Kubernetes and all, not "nonsense"'],
    ['deploy svc/web', '"deploy svc/web": write kinds and then names, or KIND/NAME for each'],
    ['deploy/', '"deploy/": write kinds and then names, or KIND/NAME for each'],
  ])('get %s', (text, expected) => {
    const asked = askedObjects(text.split(' ').filter(Boolean));
    const objects = 'wrong' in asked ? undefined : asked.objects?.map(({ kind, name }) => `${kind}/${name}`);
    const shown = 'wrong' in asked ? asked.wrong : String(asked.kinds);
    expect(objects === undefined ? shown : `${shown}: ${objects.join(' ')}`).toBe(expected);
  });
});
