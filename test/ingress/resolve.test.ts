import { describe, expect, test } from '@jest/globals';
import { compileIngress, ingressText, services, shown } from './compile-ingress.js';

const rewrite = { 'nginx.ingress.kubernetes.io/rewrite-target': '/$2' };

/** Sources: kubernetes.io, concepts/services-networking/ingress, Path types and Multiple matches. */
describe('paths of a host', () => {
  test.each<[string, readonly string[], readonly string[], object?]>([
    [
      'a slash at the end is none',
      ['Prefix /a/ web', 'Prefix /b/c/ api'],
      ['prefix /b/c -> 10.0.0.2:80', 'prefix /a -> 10.0.0.1:80'],
    ],
    [
      'the longest first',
      ['Prefix / web', 'Prefix /a/b api', 'Prefix /a other'],
      ['prefix /a/b -> 10.0.0.2:80', 'prefix /a -> 10.0.0.3:80', 'prefix / -> 10.0.0.1:80'],
    ],
    [
      'exact before prefix',
      ['Prefix /a web', 'Exact /a api'],
      ['exact /a -> 10.0.0.2:80', 'prefix /a -> 10.0.0.1:80'],
    ],
    [
      'an exact path keeps its slash',
      ['Exact /a/ web', 'Exact /a api'],
      ['exact /a/ -> 10.0.0.1:80', 'exact /a -> 10.0.0.2:80'],
    ],
    [
      'ImplementationSpecific is Prefix',
      ['ImplementationSpecific /a(b) web'],
      ['prefix /a(b) -> 10.0.0.1:80'],
    ],
    [
      'or a regular expression, if annotations say so',
      ['ImplementationSpecific /a(/|$)(.*) web', 'Prefix /b api', 'Exact /c other'],
      ['regex /a(/|$)(.*) -> 10.0.0.1:80', 'exact /c -> 10.0.0.3:80', 'prefix /b -> 10.0.0.2:80'],
      rewrite,
    ],
    [
      'a Prefix that looks like one, too',
      ['Prefix /a(/|$)(.*) web'],
      ['regex /a(/|$)(.*) -> 10.0.0.1:80'],
      rewrite,
    ],
  ])('%s', (_name, paths, expected, annotations = {}) => {
    const { application, findings } = compileIngress(`${ingressText(paths, { annotations })}${services}`);
    expect(shown(application.ingress)).toEqual(expected);
    expect(findings).toEqual([]);
  });

  test('an empty path is the root', () => {
    const text = ingressText(['ImplementationSpecific  web']);
    expect(shown(compileIngress(`${text}${services}`).application.ingress)).toEqual([
      'prefix / -> 10.0.0.1:80',
    ]);
  });
});

describe('Ingresses together', () => {
  const defaults = 'defaultBackend: {service: {name: other, port: {number: 80}}}';
  test('paths of one host are merged; the first by name has a path that two ask for', () => {
    const text = `${ingressText(['Prefix /a api', 'Prefix /b api'], { name: 'z' })}---\n${ingressText(['Prefix /a/ web'], { name: 'a' })}${services}`;
    const { application, findings } = compileIngress(text);
    expect(shown(application.ingress)).toEqual(['prefix /a -> 10.0.0.1:80', 'prefix /b -> 10.0.0.2:80']);
    expect(findings).toEqual(['9 reference/path-taken']);
  });

  test('what no rule takes goes to the default backend: that of the host, else the one without rules', () => {
    const without = `---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: zz}\nspec: {defaultBackend: {service: {name: web, port: {number: 80}}}}\n`;
    const text = `${ingressText(['Prefix /a api'], { more: defaults })}---\n${ingressText(['Prefix /a api'], { name: 'j', host: 'j.example' })}${without}${services}`;
    const { ingress } = compileIngress(text).application;
    expect(shown(ingress)).toEqual(['prefix /a -> 10.0.0.2:80', 'else prefix / -> 10.0.0.3:80']);
    expect(shown(ingress, 'j.example')).toEqual(['prefix /a -> 10.0.0.2:80', 'else prefix / -> 10.0.0.1:80']);
    expect(shown(ingress, '')).toEqual(['else prefix / -> 10.0.0.1:80']);
  });

  test('exact hosts come before wildcards, and the rest last', () => {
    const hosts = ['*.a.example', 'b.example', 'a.example'];
    const text = hosts
      .map((host, index) => ingressText(['Prefix / web'], { host, name: `i${index}` }))
      .join('---\n');
    const { ingress } = compileIngress(`${text}${services}`).application;
    expect(ingress?.hosts.map(({ host }) => host)).toEqual(['a.example', 'b.example', '*.a.example', '']);
  });

  test('without any there is no proxy', () => {
    const { application } = compileIngress(services.slice(4));
    expect(application).not.toHaveProperty('ingress');
    expect(application).not.toHaveProperty('proxy');
  });
});

describe('backends', () => {
  const service = (spec: string): string =>
    `---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: ${spec}\n`;
  test.each([
    ['an address and a port of the Service', '{ports: [{port: 80, targetPort: 8080}]}', '10.0.0.1:80'],
    [
      'pods by name at their own port',
      '{clusterIP: None, ports: [{port: 80, targetPort: 8080}]}',
      'web.default.svc.cluster.local:8080',
    ],
    [
      'a port of pods by its name',
      '{clusterIP: None, selector: {a: b}, ports: [{port: 80, targetPort: http}]}',
      'web.default.svc.cluster.local:8008',
    ],
    [
      'another name, with any port',
      '{type: ExternalName, externalName: example.org}',
      'web.default.svc.cluster.local:80',
    ],
  ])('%s', (_name, spec, expected) => {
    const pod =
      '---\napiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {a: b}}\nspec: {containers: [{name: c, image: "i:1", ports: [{name: http, containerPort: 8008}]}]}\n';
    const { application } = compileIngress(`${ingressText(['Prefix / web'])}${service(spec)}${pod}`);
    expect(shown(application.ingress)).toEqual([`prefix / -> ${expected}`]);
  });

  test.each([
    ['no Service', '', '9 reference/missing-object'],
    ['no such port', service('{ports: [{port: 81}]}'), '9 reference/missing-service-port'],
  ])('%s: 503, and a finding at its line', (_name, more, finding) => {
    const { application, findings } = compileIngress(`${ingressText(['Prefix / web'])}${more}`);
    expect(shown(application.ingress)).toEqual(['prefix / -> 503']);
    expect(findings).toEqual([finding]);
  });
});
