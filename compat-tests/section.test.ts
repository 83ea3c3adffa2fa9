import { describe, expect, it } from 'vitest';
import { sectionOf, withSection } from './section.ts';

describe('a section of a page', () => {
  it('is put at the end of a page that has none, and replaced in one that has', () => {
    const first = withSection('# Page\n', 'soak', 'one\n');
    expect(first).toBe('# Page\n\n<!-- soak -->\none\n<!-- /soak -->\n');
    expect(withSection(`${first}\nmore\n`, 'soak', '$& two')).toBe(
      '# Page\n\n<!-- soak -->\n$& two\n<!-- /soak -->\n\nmore\n',
    );
  });

  it('is taken with its markers, and there is none without both', () => {
    expect(sectionOf('a\n<!-- s -->\nb\n<!-- /s -->\nc', 's')).toBe('<!-- s -->\nb\n<!-- /s -->');
    expect(sectionOf('a\n<!-- s -->\nb', 's')).toBeUndefined();
  });
});
