/** Recordings made by hand, for tests. */
import type { RecordedMessage, Recording } from '../recording.ts';

type Given = Pick<RecordedMessage, 'id' | 'kind' | 'direction' | 'sent'> & Partial<RecordedMessage>;

/** A message on the first connection that asks, unless it says otherwise. */
export const message = (given: Given, bytes: string | Uint8Array): RecordedMessage => ({
  side: 'http',
  connection: 1,
  transit: 0,
  size: { handshake: 0, headers: 0, framing: 0, body: Buffer.from(bytes).length },
  raw: Buffer.from(bytes).toString('base64'),
  ...given,
});

export const recording = (
  messages: RecordedMessage[],
  given: Partial<Recording> = {},
): Recording => ({
  tab: 'a',
  until: 2_000,
  messages,
  closings: [],
  missing: 0,
  secure: false,
  keys: '',
  ...given,
});
