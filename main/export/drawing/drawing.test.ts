import { expect, test } from 'vitest';
import { canvasOf } from '../../pictures/picture.ts';
import { type Context, wrap } from './drawing.ts';

const STYLE = { size: 14, color: '#000' } as const;

/** A context, and the characters that it was asked to measure. */
function counting(): { context: Context; measured: () => number } {
  const context = canvasOf(1, 1).getContext('2d');
  const measureText = context.measureText.bind(context);
  let measured = 0;
  context.measureText = (text) => {
    measured += text.length;
    return measureText(text);
  };
  return { context, measured: () => measured };
}

/** As many characters as fit, found one by one. */
function cut(context: Context, text: string, width: number): string {
  const characters = [...text];
  const shown = () => `${characters.join('').trimEnd()}…`;
  while (characters.length > 0 && context.measureText(shown()).width > width) characters.pop();
  return shown();
}

test.each([
  'a fox in the snow, and a hill behind it',
  'a-word-that-has-no-end-and-goes-on-and-on',
  '狐'.repeat(60),
  '🦊'.repeat(60),
  'i'.repeat(300),
])('a line that is too long has as many characters as fit: %s', (text) => {
  for (const width of [0, 3, 40, 99, 180]) {
    const [line, ...others] = wrap(canvasOf(1, 1).getContext('2d'), text, width, 1, STYLE);
    const { context } = counting();
    wrap(context, '', width, 1, STYLE); // sets the font
    expect([line, others]).toEqual([cut(context, text, width), []]);
  }
});

test('a line that fits stays', () => {
  expect(wrap(canvasOf(1, 1).getContext('2d'), 'i'.repeat(300), 10_000, 1, STYLE)).toEqual(['i'.repeat(300)]);
});

test.each(['a fox ', 'abcdefghij', '🦊'])('a long text is measured no longer than a short one: %j', (part) => {
  const [short, long] = [1000, 100_000].map((length) => {
    const { context, measured } = counting();
    wrap(context, part.repeat(length / part.length), 300, 3, STYLE);
    return measured();
  });
  // Its first word may be the whole text, which is then measured with the next.
  expect(long).toBeLessThanOrEqual(2 * short!);
});
