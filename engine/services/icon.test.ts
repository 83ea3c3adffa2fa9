import { describe, expect, it } from 'vitest';
import { isEmoji, isHttpUrl } from './icon.ts';

describe('isEmoji', () => {
  it.each([
    [':rocket:', true],
    ['::a::', true],
    ['::', false],
    [':a\nb:', false],
    ['rocket', false],
    ['x:rocket:', false],
  ])('%j: %s', (text, want) => expect(isEmoji(text)).toBe(want));
});

describe('isHttpUrl', () => {
  it.each([
    ['https://example.com/a.png?b#c', true],
    ['HTTP://example.com', true],
    ['http://example.com#x', false],
    ['http:///a.png', false],
    ['http:a.png', false],
    ['ftp://example.com', false],
    ['/a.png', false],
    ['http://%zz', false],
    ['', false],
  ])('%j: %s', (text, want) => expect(isHttpUrl(text)).toBe(want));
});
