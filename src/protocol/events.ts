import Type, { type Static } from 'typebox';
import { query } from './schema.ts';
import { StreamQuery } from './stream.ts';
import { After } from './tick.ts';

/**
 * Sent from page to server as the query of `GET /events`. A client that can set no header when it
 * opens a broken event stream again adds `lastEventId` to the address that it began with, so that
 * is newer than `after`.
 */
export const EventsQuery = Type.Object(
  { ...StreamQuery.properties, lastEventId: Type.Optional(After) },
  query,
);
export type EventsQuery = Static<typeof EventsQuery>;

/**
 * Sent from the browser to `/events` when it opens a broken event stream again (HTML §9.2.4). It is
 * newer than whatever the address says, which stays the same.
 */
export const EventsHeaders = Type.Object({ 'last-event-id': Type.Optional(After) });
export type EventsHeaders = Static<typeof EventsHeaders>;
