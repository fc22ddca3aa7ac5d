/** HAR 1.2 as its specification has it (http://www.softwareishard.com/blog/har-12-spec/), for tests. */
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';

const Pairs = Type.Array(Type.Object({ name: Type.String(), value: Type.String() }));

/** In ms; these three may not be unknown. */
const Time = Type.Number({ minimum: 0 });

/** In bytes; -1 if it is not known. */
const Size = Type.Integer({ minimum: -1 });

const both = {
  httpVersion: Type.String(),
  cookies: Pairs,
  headers: Pairs,
  headersSize: Size,
  bodySize: Size,
};

const Entry = Type.Object({
  startedDateTime: Type.String({
    pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
  }),
  time: Time,
  request: Type.Object({
    ...both,
    method: Type.String(),
    url: Type.String({ pattern: '^(http|ws)s?://' }),
    queryString: Pairs,
    postData: Type.Optional(Type.Object({ mimeType: Type.String(), text: Type.String() })),
  }),
  response: Type.Object({
    ...both,
    status: Type.Integer(),
    statusText: Type.String(),
    content: Type.Object({
      size: Type.Integer(),
      mimeType: Type.String(),
      text: Type.Optional(Type.String()),
    }),
    redirectURL: Type.String(),
  }),
  cache: Type.Object({}),
  timings: Type.Object({ send: Time, wait: Time, receive: Time }),
  connection: Type.Optional(Type.String()),
  comment: Type.Optional(Type.String()),
  // Chrome's own.
  _resourceType: Type.String(),
  _webSocketMessages: Type.Optional(
    Type.Array(
      Type.Object({
        type: Type.Enum(['send', 'receive']),
        time: Type.Number(),
        opcode: Type.Integer(),
        data: Type.String(),
      }),
    ),
  ),
  _eventSourceMessages: Type.Optional(
    Type.Array(
      Type.Object({
        time: Type.Number(),
        eventName: Type.String(),
        eventId: Type.String(),
        data: Type.String(),
      }),
    ),
  ),
});

const Har = Type.Object({
  log: Type.Object({
    version: Type.Literal('1.2'),
    creator: Type.Object({ name: Type.String(), version: Type.String() }),
    entries: Type.Array(Entry),
    comment: Type.Optional(Type.String()),
  }),
});

const valid = Compile(Har);

/** Reads an archive. Throws if the specification does not allow it. */
export function readHar(text: string): Static<typeof Har>['log'] {
  const archive: unknown = JSON.parse(text);
  if (!valid.Check(archive)) throw new Error(JSON.stringify(valid.Errors(archive), null, 1));
  return archive.log;
}
