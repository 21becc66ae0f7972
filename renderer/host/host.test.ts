import { expect, test, vi } from 'vitest';
import { ConnectionSignal } from './connection-signal.ts';
import { problemOf } from './problem.ts';
import { newAddress, rpcAddress } from './web-socket-host.ts';

test('the socket is at /rpc of the page, with a token if the address has one', () => {
  expect(rpcAddress({ protocol: 'http:', host: 'localhost:8642', hash: '#/history' })).toBe('ws://localhost:8642/rpc');
  expect(rpcAddress({ protocol: 'https:', host: 'box', hash: '#token=a%2Bb' })).toBe('wss://box/rpc?token=a%2Bb');
});

test('errors keep their advice', () => {
  const error = Object.assign(new Error('size 60: not a multiple of 8'), { data: { advice: 'Take 64.' } });
  expect(problemOf(error)).toEqual({ message: 'size 60: not a multiple of 8', advice: 'Take 64.' });
  expect(problemOf('odd')).toEqual({ message: 'odd', advice: null });
});

test('a listener is told the state now and at each change', () => {
  const signal = new ConnectionSignal();
  const listener = vi.fn();
  const stop = signal.listen(listener);
  signal.set('connected');
  signal.set('connected');
  stop();
  signal.set('lost');
  expect(listener.mock.calls.flat()).toEqual(['connecting', 'connected']);
});

test('a page whose token is not known any more goes where the address that it is given leads', () => {
  const page = { origin: 'http://127.0.0.1:8642', hash: '#/history' };
  const token = 'a'.repeat(43);
  const there = `http://127.0.0.1:8642/?token=${token}#/history`;
  expect(newAddress(` http://127.0.0.1:8642/?token=${token}\n`, page)).toBe(there);
  expect(newAddress(token, page)).toBe(there);
  expect(newAddress(`http://box:1/?token=${token}#/models`, page)).toBe(`http://box:1/?token=${token}#/models`);
  for (const wrong of ['', 'http://127.0.0.1:8642/', 'short', `javascript:alert(1)?token=${token}`]) {
    expect(newAddress(wrong, page), wrong).toBeNull();
  }
});
