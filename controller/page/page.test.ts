import { request } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, PageServer, type SentRequest, sentView } from './index.ts';
import { markdown } from './views/markdown.ts';
import { mrkdwn } from './views/mrkdwn.ts';

describe('html', () => {
  it('escapes what is put in, joins lists, and leaves out what is nothing', () => {
    const list = [html`<b>${'"&\''}</b>`, null, undefined, false, 0] as const;
    expect(html`<p title="${'<'}">${list}</p>`.text).toBe('<p title="&lt;"><b>&quot;&amp;&#39;</b>0</p>');
  });
});

describe('marks of Slack', () => {
  it.each([
    ['*bold* _it_ ~gone~ `a*b*`', '<b>bold</b> <i>it</i> <s>gone</s> <code>a*b*</code>'],
    ['*_both_*', '<b><i>both</i></b>'],
    ['2*3*4 snake_case_name', '2*3*4 snake_case_name'],
    ['<https://a.example|the page>', '<span class="link" title="https://a.example">the page</span>'],
    ['<https://a.example>', '<span class="link" title="https://a.example">https://a.example</span>'],
    ['<!here> <@U1>', '<b class="mention">@here</b> <b class="mention">@U1</b>'],
    ['a\n&lt;b&gt; <script>', 'a<br>&lt;b&gt; &lt;script&gt;'],
    ['```x\n*y*```', '<pre>x\n*y*</pre>'],
  ])('%s', (text, want) => {
    expect(mrkdwn(text).text).toBe(want);
  });
});

it.each([
  ['**bold** *it* _it_ `c`', '<b>bold</b> <i>it</i> <i>it</i> <code>c</code>'],
  ['[page](https://a.example)', '<span class="link" title="https://a.example">page</span>'],
])('marks of Markdown: %s', (text, want) => {
  expect(markdown(text).text).toBe(want);
});

it('shows no text as an element, whatever it is', () => {
  const pieces = fc.constantFrom('<', '>', '"', '*', '_', '`', '&', 'a', ' ', '\n', '|', 'https:', '[', '](', ')');
  const text = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''));
  const known = /<\/?(?:b|i|s|code|pre|span)(?: class="(?:link|mention)")?(?: title="[^"<>]*")?>|<br>/g;
  fc.assert(
    fc.property(text, (source) => {
      for (const show of [mrkdwn, markdown]) expect(show(source).text.replaceAll(known, '')).not.toMatch(/[<>"]/);
    }),
  );
});

function post(url: string, body: string): SentRequest {
  return { method: 'POST', url, headers: [['Content-Type', 'application/json']], body };
}

describe('a message', () => {
  const attachments = JSON.stringify([
    {
      color: 'good',
      title: 'web',
      title_link: 'https://a.example',
      fields: [{ title: 'State', value: 'fine', short: true }],
    },
  ]);
  const blocks = JSON.stringify([{ type: 'section', text: { type: 'mrkdwn', text: '*hello*' } }, { type: 'divider' }]);
  const card = { title: 'T', text: 'X', themeColor: '#123456', sections: [{ facts: [{ name: 'N', value: 'V' }] }] };
  const adaptive = { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: 'Hi', weight: 'Bolder' }] };
  const chat = {
    cardsV2: [
      { cardId: 'c', card: { header: { title: 'H' }, sections: [{ widgets: [{ textParagraph: { text: 'P' } }] }] } },
    ],
  };

  it.each<[string, string, string, RegExp]>([
    [
      'slack',
      'chat.postMessage',
      `text=*hi*&attachments=${encodeURIComponent(attachments)}`,
      /<b>hi<\/b>.*border-color:#2eb886.*State.*fine/s,
    ],
    ['slack', 'chat.postMessage', `text=no&blocks=${encodeURIComponent(blocks)}`, /<b>hello<\/b>.*<hr>/s],
    [
      'mattermost',
      'posts',
      JSON.stringify({ message: '**m**', props: { attachments: JSON.parse(attachments) } }),
      /<b>m<\/b>.*attachment/s,
    ],
    ['rocketchat', 'chat.postMessage', JSON.stringify({ text: 'r', alias: 'argo' }), /<b>argo<\/b>.*<p>r<\/p>/s],
    ['telegram', 'sendMessage', 'text=t', /<p>t<\/p>/],
    ['teams', 'hook', JSON.stringify(card), /border-top-color:#123456.*T.*N.*V/s],
    ['teams-workflows', 'hook', JSON.stringify({ attachments: [{ content: adaptive }] }), /class="heading">Hi/],
    ['googlechat', 'hook', JSON.stringify(chat), /class="heading">H.*<p>P<\/p>/s],
    [
      'github',
      'repos/o/r/statuses/1',
      JSON.stringify({ state: 'success', context: 'ci' }),
      /Commit status.*success.*ci/s,
    ],
    [
      'webhook',
      'hook',
      '{"a":1}',
      /POST https:\/\/x\.example\/hook\nContent-Type: application\/json\n\n\{\n {2}&quot;a&quot;: 1/,
    ],
  ])('of %s at %s %#', (type, path, body, want) => {
    const view = sentView({ type, requests: [post(`https://x.example/${path}`, body)] }).text;
    expect(view).toMatch(want);
    expect(view).toContain(`https://x.example/${path}`);
  });

  it('that is not what its service takes shows all the same', () => {
    for (const type of ['slack', 'teams', 'googlechat', 'mattermost', 'github', 'email']) {
      for (const body of ['', 'null', '[1]', '{"attachments":7}', '<x>']) {
        expect(sentView({ type, requests: [post('https://x.example/', body)] }).text).not.toContain('<x>');
      }
    }
  });
});

describe('the server', () => {
  async function answer(port: number, host: string, path = '/', method = 'GET'): Promise<[number, string]> {
    return await new Promise((resolve, reject) => {
      request({ port, path, method, headers: { host } }, (response) => {
        let text = '';
        response.on('data', (data: Buffer) => (text += data.toString()));
        response.on('end', () => resolve([response.statusCode ?? 0, text]));
      })
        .on('error', reject)
        .end();
    });
  }

  it('answers to this machine only', async () => {
    const server = new PageServer((url) => (url.pathname === '/' ? 'page' : undefined));
    const port = Number(new URL(await server.start()).port);
    try {
      expect(await answer(port, `127.0.0.1:${port}`)).toEqual([200, 'page']);
      expect(await answer(port, `localhost:${port}`)).toEqual([200, 'page']);
      expect(await answer(port, 'evil.example')).toEqual([403, 'not for this host\n']);
      expect(await answer(port, `127.0.0.1:${port}`, '/x')).toEqual([404, 'not found\n']);
      expect(await answer(port, `127.0.0.1:${port}`, '/', 'POST')).toEqual([405, 'GET only\n']);
    } finally {
      await server.stop();
    }
  });

  it('tells its readers of a change', async () => {
    const server = new PageServer(() => 'page');
    const url = await server.start();
    try {
      const response = await fetch(new URL('events', url));
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      expect((await reader?.read())?.value).toBe('retry: 500\n\n');
      server.changed();
      expect((await reader?.read())?.value).toBe('data: changed\n\n');
      await reader?.cancel();
    } finally {
      await server.stop();
    }
  });
});
