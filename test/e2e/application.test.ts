import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type CommandResult, describeOnPodman, type PodmanMode } from './environment.js';
import { ingressOf } from './ingress.js';
import { eventually, left } from './manifest.js';

const testMs = 900_000;
const applyMs = 300_000;
const namespace = 'e2e-shop';

/** The whole folder fixtures/apps/shop, in a namespace of its own. */
interface Shop {
  readonly folder: string;
  readonly apply: () => Promise<CommandResult>;
  readonly delete: (...options: readonly string[]) => Promise<CommandResult>;
  readonly request: (path: string, ...more: readonly string[]) => Promise<string>;
}

function shopOn(on: PodmanMode): Shop {
  const { port, options } = ingressOf(on);
  const folder = join(on.tempDir(), 'shop');
  cpSync('fixtures/apps/shop', folder, { recursive: true });
  const words = [folder, '-n', namespace];
  return {
    folder,
    apply: () =>
      on.kube2pod(['apply', ...words, ...options, '--wait', '--timeout', '4m'], { timeoutMs: applyMs }),
    delete: (...more) => on.kube2pod(['delete', ...words, ...more], { timeoutMs: applyMs }),
    // A browser leads names below localhost to this machine by itself, and so does curl. Another test with certificates
    // has the proxy of the store made anew.
    request: async (path, ...more) =>
      (
        await on.run('curl', [
          '-s',
          '-m',
          '60',
          '--retry',
          '9',
          // Without it the pages of failed tries stand before the answer.
          '--fail',
          '--retry-connrefused',
          '--retry-delay',
          '2',
          ...more,
          `http://shop.localhost:${port}${path}`,
        ])
      ).stdout,
  };
}

interface Items {
  readonly greeting: string;
  readonly host: string;
  readonly reports: number;
  readonly items: readonly { readonly id: number; readonly name: string; readonly packed: boolean }[];
}

describeOnPodman('a whole application', (on) => {
  const items = async (shop: Shop): Promise<Items> => JSON.parse(await shop.request('/api/items')) as Items;

  test(
    'comes up with one apply, works from page to database, rolls, and keeps its data',
    async () => {
      expect(await on.podman(['image', 'exists', 'localhost/shop:test'])).toMatchObject({ code: 0 });
      const shop = shopOn(on);
      try {
        expect(await shop.apply()).toMatchObject({ code: 0 });
        await worksFromPageToDatabase(shop);
        await reports(shop);
        const again = await shop.apply();
        expect(
          again.stdout.split('\n').filter((line) => line !== '' && !line.endsWith(' unchanged')),
        ).toEqual([]);
        await rolls(shop);
        expect(await shop.delete()).toMatchObject({ code: 0 });
        expect((await left(on, namespace)).filter((name) => !/data/.test(name))).toEqual([]);
        expect(await shop.apply()).toMatchObject({ code: 0 });
        expect((await items(shop)).items.map(({ name }) => name)).toEqual(['Kettle']);
      } finally {
        await shop.delete('--volumes', '--grace-period', '0');
        await on.podman(['untag', 'localhost/shop:test', 'localhost/shop:next']);
      }
      expect(await left(on, namespace)).toEqual([]);
    },
    testMs,
  );

  async function worksFromPageToDatabase(shop: Shop): Promise<void> {
    expect(await shop.request('/')).toContain("fetch('/api/items')");
    const { port } = ingressOf(on);
    expect(await items(shop)).toEqual({
      greeting: 'Welcome to the shop',
      host: `shop.localhost:${port}`,
      reports: 0,
      items: [],
    });
    const sent = ['-H', 'Content-Type: application/json', '-d', '{"name": "Kettle"}'];
    expect(JSON.parse(await shop.request('/api/items', ...sent))).toEqual({ id: 1, name: 'Kettle' });
    // The API puts it into the queue of Redis, and the worker takes it from there.
    const packed = await eventually(
      () => shop.request('/api/items'),
      (text) => text.includes('"packed":true'),
      60_000,
    );
    expect((JSON.parse(packed) as Items).items).toEqual([{ id: 1, name: 'Kettle', packed: true }]);
  }

  async function reports(shop: Shop): Promise<void> {
    const run = ['run', 'cronjob/report', '-n', namespace, '--wait', '--timeout', '2m'];
    expect(await on.kube2pod(run, { timeoutMs: applyMs })).toMatchObject({ code: 0 });
    expect((await items(shop)).reports).toBe(1);
  }

  /** Another tag of the image is another template. */
  async function rolls(shop: Shop): Promise<void> {
    await on.podman(['tag', 'localhost/shop:test', 'localhost/shop:next']);
    const file = readdirSync(shop.folder).find((name) => name.endsWith('-api.yaml')) ?? '';
    const path = join(shop.folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('localhost/shop:test', 'localhost/shop:next'));
    const rolled = await shop.apply();
    expect(rolled).toMatchObject({ code: 0 });
    expect(rolled.stdout).toContain('deployment/api configured');
    const images = async (): Promise<string> => {
      const filter = [
        '--filter',
        `label=kube2pod.io/namespace=${namespace}`,
        '--filter',
        'label=kube2pod.io/container=api',
      ];
      return (await on.podman(['ps', ...filter, '--format', '{{.Image}}'])).stdout
        .trim()
        .split('\n')
        .join(' ');
    };
    const wanted = 'localhost/shop:next localhost/shop:next';
    expect(await eventually(images, (text) => text === wanted, 120_000)).toBe(wanted);
    expect((await items(shop)).items).toHaveLength(1);
  }
});
