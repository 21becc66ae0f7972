import { expect, test } from 'vitest';
import { isStudio, isTrouble, pictureIn, STUDIO_ADDRESS, troubleAddress } from './addresses.ts';

test('the studio is one address, whatever the page of it', () => {
  expect(isStudio(STUDIO_ADDRESS)).toBe(true);
  expect(isStudio('heirloom://studio/index.html#/history')).toBe(true);
});

test.each([
  'https://studio/',
  'file:///studio/index.html',
  'heirloom://studio.example/',
  'heirloom://studio:80/',
  'heirloom://person@studio/',
  'heirloom-picture://studio/',
  'heirloom://studio@elsewhere/',
  'about:blank',
  'data:text/html,studio',
  '',
])('%j is not the studio', (address) => expect(isStudio(address)).toBe(false));

test('the page that says what went wrong is not the studio', () => {
  expect(isStudio(troubleAddress('crashed'))).toBe(false);
  expect(isTrouble(troubleAddress('crashed'))).toBe(true);
});

test('a picture is asked for by its id and by nothing else', () => {
  const id = 'ab'.repeat(32);
  expect(pictureIn(`/picture/${id}`)).toBe(id);
  for (const path of ['/picture/', `/picture/${id}.png`, `/picture/../${id}`, `/x/picture/${id}`, '/picture/..']) {
    expect(pictureIn(path), path).toBeNull();
  }
});
