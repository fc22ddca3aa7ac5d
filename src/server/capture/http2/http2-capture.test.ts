import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FRAME, FRAME_HEADER, PREFACE } from '../../../protocol/http2-frame.ts';
import { MessageLog } from '../message-log.ts';
import { Http2Capture } from './http2-capture.ts';

/** A frame without anything in it and without flags, on stream 1. */
const empty = (type: number) => Buffer.from([0, 0, 0, type, 0, 0, 0, 0, 1]);

test('headers that never end, in ever so many empty frames, are not waited for', () => {
  const capture = new Http2Capture(new MessageLog(() => 0), 1);
  const count = Math.ceil((64 * 1024) / FRAME_HEADER);
  const frames = Array.from({ length: count }, () => empty(FRAME.continuation));
  const bytes = Buffer.concat([Buffer.from(PREFACE), empty(FRAME.headers), ...frames]);
  const counted = capture.carry('up', bytes, 0);
  assert.ok(counted.length >= count, `${counted.length} frames are counted while they come`);
  const all = [...counted, ...capture.end()];
  assert.equal(
    all.reduce((sum, { length }) => sum + length, 0),
    bytes.length,
  );
});
