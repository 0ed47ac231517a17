import { describe, expect, it } from 'vitest';

import { whatIfPage } from '../../extension/src/client/what-if-page.ts';

describe('the page of the what-if panel', () => {
  const page = whatIfPage({
    script: 'https://files/what-if.js',
    style: 'https://files/what-if.css',
    cspSource: 'https://files',
    nonce: 'abc123',
  });

  it('lets in its own style and one script, and nothing of a network', () => {
    expect(/http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]).toBe(
      "default-src 'none'; style-src https://files; script-src 'nonce-abc123'",
    );
  });

  it('has no style and no script within it', () => {
    expect(page.match(/<script\b/g)).toHaveLength(1);
    expect(page).toContain('<script nonce="abc123" src="https://files/what-if.js"></script>');
    expect(page).not.toMatch(/<style\b| style=| on\w+=/);
  });

  it('names every region and tells what changes', () => {
    for (const section of page.matchAll(/<section\b[^>]*>/g)) expect(section[0]).toContain('aria-label=');
    expect(page).toContain('<p id="problem" role="alert" hidden>');
    expect(page).toContain('<p id="announcement" class="for-ears" role="status">');
  });
});
