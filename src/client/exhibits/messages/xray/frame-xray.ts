import { html, nothing, type TemplateResult } from 'lit';
import { OPCODES, readFrame } from '../../../../protocol/websocket-frame.ts';
import { fieldsOf, hex } from './frame-fields.ts';

/** A WebSocket frame bit by bit. @param label what it is called if part of it is missing */
export function frameXray(bytes: Uint8Array, label: string): TemplateResult {
  const frame = readFrame(bytes);
  if (!frame)
    return html`<p class="bad">Part of this frame is missing: ${label}.</p><pre>${hex(bytes)}</pre>`;
  const { headerLength, mask, payload, sent, text, close, problems, opcode } = frame;
  const unmasked = headerLength - (mask?.length ?? 0);
  return html`
    <h5>All bytes: <mark>header</mark>${mask ? html`, <mark class="mask">mask</mark>` : ''}, payload</h5>
    <pre><mark>${hex(bytes.subarray(0, unmasked))}</mark> ${mask ? html`<mark class="mask">${hex(mask)}</mark> ` : ''}${hex(sent)}</pre>
    <h5>The header, bit by bit</h5>
    <table>
      <thead><tr><th scope="col">field</th><th scope="col">bits</th><th scope="col">means</th></tr></thead>
      <tbody>
        ${fieldsOf(frame).map(
          ({ name, bits, meaning }) =>
            html`<tr><th scope="row">${name}</th><td class="mono bits">${bits}</td><td>${meaning}</td></tr>`,
        )}
      </tbody>
    </table>
    ${
      mask
        ? html`
            <h5>Payload as sent, then with each byte XORed with the mask’s next byte</h5>
            <pre>${hex(sent)}
${hex(payload)}</pre>
          `
        : nothing
    }
    ${close ? html`<p>Close code <b>${close.code ?? 'none'}</b>, reason: ${close.reason || 'none'}.</p>` : nothing}
    ${
      close
        ? nothing
        : html`
            <h5>Payload, ${payload.length} bytes of ${OPCODES[opcode] ?? 'something unknown'}</h5>
            <pre>${text ?? hex(payload)}</pre>
          `
    }
    ${problems.map((problem) => html`<p class="bad">${problem}</p>`)}
  `;
}
