import { describe, expect, test } from '@jest/globals';
import { compileIngress, ingressText, services } from './compile-ingress.js';

/** Source: ingress-nginx docs/user-guide/nginx-configuration/annotations.md. */
describe('annotations of ingress-nginx', () => {
  const read = (annotations: { readonly [name: string]: string }) => {
    const { application, findings } = compileIngress(
      `${ingressText(['Prefix / web'], { annotations })}${services}`,
    );
    return { said: application.ingress?.hosts[0]?.paths[0]?.annotations, findings };
  };
  const usual = { useRegex: false, httpsRedirect: 'with-certificate', scheme: 'http' };

  test.each([
    ['rewrite-target', '/', { rewriteTarget: '/' }],
    ['use-regex', 'true', { useRegex: true }],
    ['use-regex', 'false', {}],
    ['ssl-redirect', 'false', { httpsRedirect: 'never' }],
    ['ssl-redirect', 'true', {}],
    ['force-ssl-redirect', 'true', { httpsRedirect: 'always' }],
    ['proxy-body-size', '8m', { bodySize: '8m' }],
    ['proxy-connect-timeout', '7', { connectSeconds: 7 }],
    ['proxy-read-timeout', '120', { readSeconds: 120 }],
    ['proxy-send-timeout', '30', { sendSeconds: 30 }],
    ['backend-protocol', 'HTTPS', { scheme: 'https' }],
  ])('%s: %s', (name, value, expected) => {
    const { said, findings } = read({ [`nginx.ingress.kubernetes.io/${name}`]: value });
    expect(said).toEqual({ ...usual, ...expected });
    expect(findings).toEqual([]);
  });

  test.each([
    ['nginx.ingress.kubernetes.io/ssl-redirect', 'yes'],
    ['nginx.ingress.kubernetes.io/proxy-body-size', '8m; root /'],
    ['nginx.ingress.kubernetes.io/proxy-read-timeout', '0'],
    ['nginx.ingress.kubernetes.io/backend-protocol', 'GRPC'],
    ['nginx.ingress.kubernetes.io/configuration-snippet', 'return 200;'],
    ['traefik.ingress.kubernetes.io/router.tls', 'true'],
    ['alb.ingress.kubernetes.io/scheme', 'internal'],
    ['nginx.org/rewrites', 'x'],
    ['haproxy.org/ssl-redirect', 'true'],
    ['cert-manager.io/issuer', 'x'],
  ])('%s: %s is reported, and changes nothing', (name, value) => {
    expect(read({ [name]: value })).toEqual({ said: usual, findings: ['3 field/ignored'] });
  });

  test('what is for no controller is nobody’s business', () => {
    expect(
      read({ 'example.com/team': 'a', 'kubectl.kubernetes.io/last-applied-configuration': '{}' }),
    ).toEqual({
      said: usual,
      findings: [],
    });
  });
});
