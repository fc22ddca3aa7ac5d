/** Malformed input by the ten thousand, over both protocols, always the same: the seed is fixed. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { textFrame } from '../../protocol/websocket-frame.ts';
import { handshake, masked } from './raw.ts';
import { eachServer, many, type Serve } from './serve.ts';

/** To each server, of which one has the emulated network. */
const INPUTS = 5_000;

const QUESTION = Buffer.from(
  'GET /price?symbol=ACME&after=0&tab=a HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nContent-Length: 0\r\n\r\n',
);
const NOTE = Buffer.from(
  'POST /note HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 22\r\n\r\n{"id":1,"text":"Buy!"}',
);
const HANDSHAKE = handshake('/stream?tab=a');

const MESSAGES = [
  '{"type":"subscribe","symbol":"BOLO","after":1}',
  '{"type":"note","id":1,"text":"Buy!"}',
  '{"type":"ping","id":1}',
].map((text) => masked(textFrame(text)));

/** Makes malformed input out of well-formed: bytes changed, left out, put in twice, or cut short. */
function spoiler(seed: number) {
  const generator = xoroshiro128plus(seed);
  const upTo = (most: number) => uniformInt(generator, 0, most);
  return (samples: Buffer[]): Buffer => {
    let bytes = Buffer.from(samples[upTo(samples.length - 1)] as Buffer);
    for (let changes = 1 + upTo(4); changes > 0; changes--) {
      const at = upTo(bytes.length);
      const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
      switch (upTo(4)) {
        case 0:
          bytes = Buffer.concat([before, Buffer.from([upTo(255)]), after.subarray(1)]);
          break;
        case 1:
          bytes = Buffer.concat([before, after.subarray(1 + upTo(20))]);
          break;
        case 2:
          bytes = Buffer.concat([before, before.subarray(-1 - upTo(40)), after]);
          break;
        case 3:
          bytes = Buffer.concat([before, Buffer.from('\r\n'), after]);
          break;
        default:
          bytes = before;
      }
    }
    return bytes;
  };
}

/** A server with a well-behaved watcher who must not miss a tick, whatever is done to it. */
async function underAttack(serve: Serve) {
  const limits = { connections: 1_000, perAddress: 1_000, handshakes: Number.POSITIVE_INFINITY };
  const server = await serve({ limits });
  const instruments = server.connect('/instruments');
  await instruments.opened;
  instruments.send({ type: 'line', tab: 'a', rtt: 0 });
  await instruments.nextOf('line');
  const watcher = server.connect('/stream');
  await watcher.next();
  return {
    call(): Socket {
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.resume();
      return socket;
    },
    async survived() {
      for (let seq = 2; seq <= 100; seq++) {
        server.feed.step();
        assert.equal((await watcher.next())['seq'], seq);
      }
      const health = await (await fetch(`${server.url}/health`)).json();
      assert.equal((health as { status: string }).status, 'ok');
    },
  };
}

eachServer(`${INPUTS} malformed requests`, async (_t, serve) => {
  const server = await underAttack(serve);
  const spoil = spoiler(1);
  await many(INPUTS, async () => {
    const socket = server.call();
    // One that asks for more than it sends, or is held, is not waited for.
    socket.end(spoil([QUESTION, NOTE]));
    await Promise.race([once(socket, 'data'), once(socket, 'close')]);
    socket.destroy();
  });
  await server.survived();
});

eachServer(`${INPUTS} malformed frames`, async (_t, serve) => {
  const server = await underAttack(serve);
  const spoil = spoiler(2);
  let sent = 0;
  await many(INPUTS / 10, async () => {
    const socket = server.call();
    socket.write(HANDSHAKE);
    await once(socket, 'data');
    const closed = once(socket, 'close');
    for (let i = 0; i < 10; i++) {
      socket.write(spoil(MESSAGES));
      sent += 1;
    }
    socket.end();
    await closed;
  });
  assert.equal(sent, INPUTS);
  await server.survived();
});
