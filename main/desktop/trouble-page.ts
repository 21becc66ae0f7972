import { STUDIO_ADDRESS } from './addresses.ts';

/** Electron's words for how a window's process ended, in ours. */
const REASONS: Readonly<Record<string, string>> = {
  oom: 'It ran out of memory.',
  killed: 'Something else on this machine ended it.',
  crashed: 'It crashed.',
  'launch-failed': 'It could not be started.',
  'integrity-failure': 'A file of the program is damaged; install it again.',
};

/** What stands in the window when the studio's own page cannot: no script, nothing loaded. */
export function troublePage(reason: string, logs: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Heirloom</title>
    <style>
      :root { color-scheme: dark; }
      body { display: grid; place-content: center; min-height: 100vh; margin: 0; padding: 24px;
        background: #0f1216; color: #e6ebf0; font: 15px/1.6 system-ui, sans-serif; }
      main { max-width: 34em; }
      h1 { margin: 0 0 8px; font-size: 22px; }
      p { margin: 0 0 16px; color: #93a1b0; }
      code { color: #e6ebf0; overflow-wrap: anywhere; }
      a { display: inline-block; padding: 8px 18px; border-radius: 8px; background: #3b6ce8; color: #fff;
        text-decoration: none; font-weight: 600; }
      a:focus-visible { outline: 2px solid #7ba2ff; outline-offset: 2px; }
    </style>
  </head>
  <body>
    <main>
      <h1>The window stopped working</h1>
      <p>${REASONS[reason] ?? 'Why is in the log.'} What is queued goes on, and the history is safe. The log is in
        <code>${escaped(logs)}</code>.</p>
      <a href="${STUDIO_ADDRESS}" autofocus>Open it again</a>
    </main>
  </body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
