import type { Report } from '../diagnostics/diagnostic.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import type { IngressAnnotations } from './model.js';

const prefix = 'nginx.ingress.kubernetes.io/';

type Setting = Partial<IngressAnnotations> | { readonly wrong: string };

const yesOrNo = (text: string, yes: Setting, no: Setting): Setting =>
  text === 'true' ? yes : text === 'false' ? no : { wrong: 'it must be "true" or "false"' };

const seconds = (text: string, setting: (value: number) => Setting): Setting =>
  /^[1-9][0-9]{0,5}$/.test(text) ? setting(Number(text)) : { wrong: 'it must be a number of seconds' };

/**
 * The annotations that are honoured, and what each says.
 * Source: ingress-nginx docs/user-guide/nginx-configuration/annotations.md; internal/ingress/annotations.
 */
const readers: { readonly [name: string]: (text: string) => Setting } = {
  'rewrite-target': (text) => (text === '' ? {} : { rewriteTarget: text }),
  'use-regex': (text) => yesOrNo(text, { useRegex: true }, {}),
  'ssl-redirect': (text) => yesOrNo(text, {}, { httpsRedirect: 'never' }),
  'force-ssl-redirect': (text) => yesOrNo(text, { httpsRedirect: 'always' }, {}),
  'proxy-body-size': (text) =>
    /^[0-9]+[kKmMgG]?$/.test(text) ? { bodySize: text } : { wrong: 'it must be a size such as 8m' },
  'proxy-connect-timeout': (text) => seconds(text, (connectSeconds) => ({ connectSeconds })),
  'proxy-read-timeout': (text) => seconds(text, (readSeconds) => ({ readSeconds })),
  'proxy-send-timeout': (text) => seconds(text, (sendSeconds) => ({ sendSeconds })),
  'backend-protocol': (text) =>
    /^https?$/i.test(text)
      ? { scheme: text.toLowerCase() === 'https' ? 'https' : 'http' }
      : { wrong: 'the proxy speaks HTTP and HTTPS with backends' },
};

/** Annotations of the controllers that people use, by the domain before the slash. */
const controllers =
  /(?:^|\.)(?:ingress\.kubernetes\.io|nginx\.(?:org|com)|traefik\.io|haproxy\.(?:org|com)|haproxy-ingress\.github\.io|konghq\.com|projectcontour\.io|cert-manager\.io)$/;

/**
 * What the annotations of an Ingress ask of the proxy; what it does not know is reported at its line, as those of other
 * controllers are. Reports: field/ignored.
 */
export function readAnnotations(
  annotations: { readonly [name: string]: string },
  at: FieldPath,
  report: Report,
): IngressAnnotations {
  const settings = Object.entries(annotations).flatMap(
    ([key, text]): readonly Partial<IngressAnnotations>[] => {
      const place = at.entry(key).printedAs(`metadata.annotations[${key}]`);
      const ignored = (why: string): readonly [] => {
        report('field/ignored', place.atKey(), { path: place.toString(), why });
        return [];
      };
      const [domain = ''] = key.split('/');
      const reader = key.startsWith(prefix) ? readers[key.slice(prefix.length)] : undefined;
      if (reader === undefined)
        return controllers.test(domain) ? ignored('the proxy of kube2pod does not know this annotation') : [];
      const setting = reader(text.trim());
      return 'wrong' in setting ? ignored(setting.wrong) : [setting];
    },
  );
  return Object.assign(
    { useRegex: false, httpsRedirect: 'with-certificate', scheme: 'http' } satisfies IngressAnnotations,
    ...settings,
  ) as IngressAnnotations;
}
