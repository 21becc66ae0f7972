import { expect, test } from 'vitest';
import { isLoopback, addressesOf } from './addresses.ts';

const BOX = { name: 'box', addresses: ['192.168.1.5', 'fd00::5'] };

test('on the loopback address nothing but this machine gets in, whatever it calls itself', () => {
  const addresses = addressesOf('127.0.0.1', 8642, BOX);
  expect(addresses.hosts).toEqual(['127.0.0.1:8642', 'localhost:8642', '[::1]:8642']);
  expect(addresses).toMatchObject({ here: '127.0.0.1:8642', elsewhere: [] });
});

test('on every address it is reached by each of them, and by its name', () => {
  const addresses = addressesOf('0.0.0.0', 8642, BOX);
  expect(addresses.hosts).toEqual(
    expect.arrayContaining(['192.168.1.5:8642', '[fd00::5]:8642', 'box:8642', 'box.local:8642']),
  );
  expect(addresses.hosts).not.toContain('0.0.0.0:8642');
  expect(addresses).toMatchObject({ here: '127.0.0.1:8642', elsewhere: ['192.168.1.5:8642', '[fd00::5]:8642'] });
});

test('an address of version 6 is written as browsers do', () => {
  expect(addressesOf('::1', 8642, BOX)).toMatchObject({ here: '[::1]:8642', elsewhere: [] });
  expect(addressesOf('fd00::5', 8642, BOX)).toMatchObject({ here: '[fd00::5]:8642', elsewhere: ['[fd00::5]:8642'] });
});

test('the port that browsers leave out may be left out', () => {
  expect(addressesOf('box', 80, BOX).hosts).toEqual(expect.arrayContaining(['box', 'box:80', 'localhost']));
});

test.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.5', false],
])('%s is loopback: %s', (host, loopback) => expect(isLoopback(host)).toBe(loopback));
