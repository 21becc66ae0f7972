import { expect, test } from 'vitest';
import { parseSource } from './source.ts';

const HUB = 'https://mirror.example';
const repository = (name: string, revision = 'main', file: string | null = null) => ({
  kind: 'repository',
  repository: name,
  revision,
  file,
});

test.each([
  ['owner/name', repository('owner/name')],
  ['  "owner/na.me-1_0" ', repository('owner/na.me-1_0')],
  ['owner/name@fp16', repository('owner/name', 'fp16')],
  ['https://huggingface.co/owner/name', repository('owner/name')],
  ['https://huggingface.co/owner/name/tree/v2', repository('owner/name', 'v2')],
  ['https://huggingface.co/owner/name/tree/main/unet', repository('owner/name')],
  ['https://mirror.example/owner/name/', repository('owner/name')],
  [
    'https://huggingface.co/owner/name/resolve/main/v1-5.safetensors?download=true',
    repository('owner/name', 'main', 'v1-5.safetensors'),
  ],
  ['https://huggingface.co/owner/name/blob/main/a/b%20c.ckpt', repository('owner/name', 'main', 'a/b c.ckpt')],
  // A percent sign that stands for nothing.
  ['https://mirror.example/100%/x.safetensors', { kind: 'address', url: 'https://mirror.example/100%/x.safetensors' }],
  ['https://elsewhere.example/owner/name', { kind: 'address', url: 'https://elsewhere.example/owner/name' }],
  ['http://a.example/x.safetensors', { kind: 'address', url: 'http://a.example/x.safetensors' }],
])('%s', (text, expected) => expect(parseSource(text, HUB)).toEqual(expected));

test.each(['stable diffusion', 'name', '/home/me/model', 'file:///etc/passwd', '../a', 'C:\\models\\a'])(
  '%s is refused with what would be understood',
  (text) => expect(() => parseSource(text, HUB)).toThrow(/no repository and no address/),
);
