import { expect, it } from 'vitest';
import { withSection } from './report.ts';

it.each([
  ['# Benchmarks\n', '# Benchmarks\n\n## Languages\n\nnew\n'],
  ['# B\n\n## Languages\n\nold\n\n## Delivery\n\nkept\n', '# B\n\n## Languages\n\nnew\n\n## Delivery\n\nkept\n'],
  ['# B\n\n## Delivery\n\nkept\n', '# B\n\n## Delivery\n\nkept\n\n## Languages\n\nnew\n'],
])('puts the section into %j', (document, want) => {
  expect(withSection(document, 'Languages', 'new')).toBe(want);
});
