import { createHash } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { hostIn } from '../http/addresses.ts';

/**
 * Answers who comes with `http://` to where `https://` is spoken: sends them there, or first shows
 * a browser what to expect.
 * @param explanation a page in which `{{address}}` stands for where it leads, without scripts
 */
export function toHttps(explanation: string | undefined): RequestListener {
  const policy =
    explanation &&
    `default-src 'none'; img-src data:; ${styles(explanation)}; frame-ancestors 'none'`;
  return ({ headers, url = '/' }: IncomingMessage, response: ServerResponse) => {
    response.setHeader('connection', 'close');
    response.setHeader('referrer-policy', 'no-referrer');
    const host = hostIn(headers.host ?? '', 'https:');
    const there = host && url.startsWith('/') ? new URL(host.origin + url).href : undefined;
    if (!there) {
      response.writeHead(400).end();
    } else if (explanation && policy && headers.accept?.includes('text/html')) {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader('cache-control', 'no-store');
      response.setHeader('content-security-policy', policy);
      response.end(explanation.replaceAll('{{address}}', escapeHtml(there)));
    } else {
      // Not for good: tomorrow something else may listen here.
      response.writeHead(307, { location: there }).end();
    }
  };
}

/** Allows the styles that stand in a page, and no others. */
function styles(page: string): string {
  const hashes = [...page.matchAll(/<style>(.*?)<\/style>/gs)].map(
    ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );
  return `style-src ${hashes.join(' ') || "'none'"}`;
}

const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
