import { expect, test } from 'vitest';
import { absentWeights } from '../graph/weights.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { createSession, type Session } from './session.ts';
import { SessionCache } from './session-cache.ts';

/** A real session that gives back what it is fed. */
function identity(): Promise<Session> {
  const b = new GraphBuilder('identity', absentWeights);
  b.output(b.named('y', b.input('x', 'float32', [1])));
  return createSession(b.build(), '', 'cpu');
}

test('one session a key; trimming unloads those not used for longest', async () => {
  const cache = new SessionCache(2);
  const [a, b, c] = [await cache.get('a', identity), await cache.get('b', identity), await cache.get('c', identity)];
  expect(await cache.get('a', identity)).toBe(a);
  for (const session of [a, b, c])
    expect((await session.run({ x: Float32Array.of(7) }))['y']).toEqual(Float32Array.of(7));
  await cache.trim();
  expect(await cache.get('a', identity)).toBe(a);
  expect(await cache.get('c', identity)).toBe(c);
  expect(await cache.get('b', identity)).not.toBe(b);
  await cache.dispose();
});

test('a load that failed is tried again', async () => {
  const cache = new SessionCache(1);
  await expect(cache.get('a', () => Promise.reject(new Error('no memory')))).rejects.toThrow('no memory');
  await expect(cache.get('a', identity)).resolves.toBeDefined();
  await cache.dispose();
});

test('what is unloaded is loaded again when it is asked for, and the others stay', async () => {
  const cache = new SessionCache(5);
  const [unet, vae] = [await cache.get('unet full', identity), await cache.get('vae', identity)];
  await cache.unload((key) => key.startsWith('unet'));
  expect(await cache.get('vae', identity)).toBe(vae);
  expect(await cache.get('unet full', identity)).not.toBe(unet);
  await cache.dispose();
});
