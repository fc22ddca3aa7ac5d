import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorMessageOf } from './error-message.ts';

const ours = (statusCode: number, message: string) =>
  JSON.stringify({ statusCode, error: 'Service Unavailable', message });

const answers: [status: number, body: string, sentence: string][] = [
  [503, ours(503, 'Close some questions.'), 'Close some questions.'],
  [503, ours(503, 'Service Unavailable'), 'The server is stopping or has too much to do (503).'],
  [503, '', 'The server is stopping or has too much to do (503).'],
  [502, '<h1>Bad Gateway</h1>', 'A proxy on the way got no answer from the server (502).'],
  [
    504,
    ours(503, 'Another answer’s words.'),
    'A proxy on the way got no answer from the server (504).',
  ],
  [404, 'null', 'The answer was an error (404).'],
  [500, '{"oops":true}', 'The answer was an error (500).'],
];
for (const [status, body, sentence] of answers) {
  test(`${status} with “${body}” is: ${sentence}`, async () => {
    assert.equal(await errorMessageOf(new Response(body, { status })), sentence);
  });
}
