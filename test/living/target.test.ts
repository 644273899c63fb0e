import { describe, expect, test } from '@jest/globals';
import { matches } from '../../src/fields/selector.js';
import { parseSelector } from '../../src/living/selector.js';
import { parseTargets } from '../../src/living/target.js';

describe('names of targets', () => {
  test.each([
    [['web'], [{ name: 'web' }]],
    [['pod/web'], [{ kind: 'Pod', name: 'web' }]],
    [
      ['po/web', 'db'],
      [{ kind: 'Pod', name: 'web' }, { name: 'db' }],
    ],
    [['deploy/web'], [{ kind: 'Deployment', name: 'web' }]],
    [['deployment', 'web'], [{ kind: 'Deployment', name: 'web' }]],
    [['deployments.apps/web'], [{ kind: 'Deployment', name: 'web' }]],
    [['Deployment.v1.apps/web'], [{ kind: 'Deployment', name: 'web' }]],
    [['sts/db'], [{ kind: 'StatefulSet', name: 'db' }]],
    [['ds/agent'], [{ kind: 'DaemonSet', name: 'agent' }]],
    [['rs/r'], [{ kind: 'ReplicaSet', name: 'r' }]],
    [['rc/r'], [{ kind: 'ReplicationController', name: 'r' }]],
    [['job/x'], [{ kind: 'Job', name: 'x' }]],
    [['cronjob.batch/x'], [{ kind: 'CronJob', name: 'x' }]],
    [['svc/web'], [{ kind: 'Service', name: 'web' }]],
    [
      ['pods', 'a', 'b'],
      [
        { kind: 'Pod', name: 'a' },
        { kind: 'Pod', name: 'b' },
      ],
    ],
    // A pod may be called like a kind, as long as nothing follows.
    [['job'], [{ name: 'job' }]],
  ])('%j', (words, targets) => {
    expect(parseTargets(words)).toEqual({ targets });
  });
  test.each([
    [['configmap/a'], '"configmap" is no kind with pods'],
    [['pod/'], '"pod/" lacks a name'],
  ])('%j is refused', (words, wrong) => {
    expect(parseTargets(words)).toEqual({ wrong });
  });
});

/** Cases of k8s.io/apimachinery/pkg/labels/selector_test.go, TestSelectorMatches. */
describe('selectors', () => {
  test.each([
    ['x=y', { x: 'y' }, true],
    ['x==y', { x: 'y' }, true],
    ['x=y,z=w', { x: 'y', z: 'w' }, true],
    ['x!=y,z!=w', { x: 'z', z: 'a' }, true],
    ['notin=in', { notin: 'in' }, true],
    ['x', { x: 'z' }, true],
    ['!x', { y: 'z' }, true],
    ['x=z', {}, false],
    ['x=y', { x: 'z' }, false],
    ['x=y,z=w', { x: 'w', z: 'w' }, false],
    ['x!=y,z!=w', { x: 'z', z: 'w' }, false],
    ['x', { y: 'z' }, false],
    ['!x', { x: 'z' }, false],
    ['x in (a, b),y', { x: 'b', y: '' }, true],
    ['x notin (a,b)', { x: 'b' }, false],
    ['x notin (a,b)', {}, true],
    ['app.kubernetes.io/name=web', { 'app.kubernetes.io/name': 'web' }, true],
    ['x=', { x: '' }, true],
  ])('%s on %j', (text, labels, chosen) => {
    const selector = parseSelector(text);
    expect(selector && matches(selector, labels as { readonly [name: string]: string })).toBe(chosen);
  });
  test.each(['', 'x=a,y=b=c', 'x in a', 'x>>1', ','])('"%s" is none', (text) => {
    expect(parseSelector(text)).toBeUndefined();
  });
});
