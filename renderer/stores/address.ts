/** `#/compare?a=3&b=5`: what an address asks of its page. */
import { on } from 'svelte/events';
import { createSubscriber } from 'svelte/reactivity';

export function paramsOf(hash: string): URLSearchParams {
  return new URLSearchParams(hash.split('?')[1] ?? '');
}

/** The id of a run, or null where there is none or something else. */
export function idIn(params: URLSearchParams, name: string): number | null {
  const text = params.get(name) ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

export function addressOf(page: string, params: Readonly<Record<string, number | null>> = {}): string {
  const given = Object.entries(params).filter(([, value]) => value !== null);
  const query = given.map(([name, value]) => `${name}=${value}`).join('&');
  return `#/${page}${query ? `?${query}` : ''}`;
}

const subscribe = createSubscriber((update) => on(window, 'hashchange', update));

/** Of the address bar; what reads it in an effect or a derived value is told of changes. */
export function currentParams(): URLSearchParams {
  subscribe();
  return paramsOf(location.hash);
}
