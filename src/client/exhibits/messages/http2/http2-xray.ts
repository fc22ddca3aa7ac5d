import { html, nothing, type TemplateResult } from 'lit';
import {
  FLAG,
  FRAME,
  FRAME_HEADER,
  type Http2Frame,
  PRIORITY_LENGTH,
  readHttp2Frame,
} from '../../../../protocol/http2-frame.ts';
import type { CompressedHeader } from '../../../../protocol/instruments/messages.ts';
import { type Frame, utf8 } from '../../../../protocol/websocket-frame.ts';
import type { Message } from '../message.ts';
import { hex } from '../xray/frame-fields.ts';
import { frameXray } from '../xray/frame-xray.ts';
import { fieldsOf, meaningOf } from './http2-fields.ts';

/** How a header was written, in words. */
const FORMS: Record<CompressedHeader['form'], string> = {
  indexed: 'its number in the table',
  added: 'written out, in the table from now on',
  literal: 'written out',
  never: 'written out, never for a table',
};

/** A frame of HTTP/2, field by field, and what it carries. */
export function http2Xray(message: Message): TemplateResult {
  const { bytes } = message;
  const frame = readHttp2Frame(bytes);
  if (!frame) {
    return html`
      <h5>What every browser sends before its first frame</h5>
      <pre>${JSON.stringify(utf8(bytes) ?? hex(bytes))}</pre>
    `;
  }
  return html`
    <h5>All bytes: <mark>header</mark>, payload</h5>
    <pre><mark>${hex(bytes.subarray(0, FRAME_HEADER))}</mark> ${hex(bytes.subarray(FRAME_HEADER))}</pre>
    <h5>The nine bytes that begin every frame</h5>
    <table>
      <thead><tr><th scope="col">field</th><th scope="col">bits</th><th scope="col">means</th></tr></thead>
      <tbody>
        ${fieldsOf(frame).map(
          ({ name, bits, meaning }) =>
            html`<tr><th scope="row">${name}</th><td class="mono bits">${bits}</td><td>${meaning}</td></tr>`,
        )}
      </tbody>
    </table>
    ${contentOf(frame, message)}
  `;
}

function contentOf(frame: Http2Frame, message: Message) {
  const { type, content } = frame;
  const { http2 } = message;
  if (type === FRAME.headers || type === FRAME.continuation) {
    return headersOf(http2?.headers, frame);
  }
  if (type === FRAME.data) return dataOf(content, message);
  const meaning = meaningOf(frame);
  return meaning
    ? html`<h5>It says</h5>${meaning.map((line) => html`<p class="small">${line}</p>`)}`
    : nothing;
}

function headersOf(
  headers: readonly CompressedHeader[] | undefined,
  { length, flags }: Http2Frame,
): TemplateResult {
  if (!headers) {
    return html`<p class="small">Its headers go on in the next frame, are too long to be shown, or can’t be read.</p>`;
  }
  const written = headers.reduce((sum, { length }) => sum + length, 0);
  // As HTTP/1.1 writes them: a colon, a space and the end of the line.
  const plain = headers.reduce((sum, { name, value }) => sum + name.length + value.length + 4, 0);
  const rest = length - written;
  const priority = flags & FLAG.priority && rest === PRIORITY_LENGTH;
  return html`
    <h5>Headers: ${plain} bytes of text in ${written} bytes</h5>
    <table>
      <thead>
        <tr><th scope="col">header, and how it was written</th><th scope="col" class="number">bytes</th></tr>
      </thead>
      <tbody>
        ${headers.map(
          ({ name, value, length, form }) => html`
            <tr>
              <td><span class="mono">${name}: ${value}</span><br /><span class="muted">${FORMS[form]}</span></td>
              <td class="number">${length}</td>
            </tr>
          `,
        )}
        ${
          rest > 0
            ? html`<tr><td class="muted">(${priority ? 'priority' : 'priority, padding, or the table’s size'})</td><td class="number">${rest}</td></tr>`
            : nothing
        }
      </tbody>
    </table>
    <p class="small muted">
      The table: both ends know some headers from the start, and keep those that went before on this
      connection (HPACK, RFC 7541). So the same question costs less the second time, and nobody can read
      these bytes without the ones before.
    </p>
  `;
}

function dataOf(
  content: Uint8Array,
  { http2, frames }: Message,
): TemplateResult | TemplateResult[] {
  if (http2?.data === 'frames') return framesOf(content, frames);
  if (http2?.data === 'rest') {
    return html`<h5>The rest of a WebSocket frame that an earlier DATA frame began</h5><pre>${hex(content)}</pre>`;
  }
  return html`
    <h5>Data, ${content.length} bytes</h5>
    ${content.length > 0 ? html`<pre>${utf8(content) ?? hex(content)}</pre>` : html`<p class="small muted">None.</p>`}
  `;
}

/** The WebSocket's frames in DATA, one after the other. */
function framesOf(content: Uint8Array, frames: readonly Frame[]): TemplateResult[] {
  let at = 0;
  const all = frames.map(({ headerLength, length }) => {
    const bytes = content.subarray(at, at + headerLength + length);
    at += bytes.length;
    return html`<h4>Inside: a WebSocket frame, ${bytes.length} bytes</h4>${frameXray(bytes, '')}`;
  });
  const rest = content.subarray(at);
  const begins = html`<h4>Inside: the beginning of a WebSocket frame</h4><pre>${hex(rest)}</pre>`;
  return rest.length > 0 ? [...all, begins] : all;
}
