import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { ClassError, FromClass } from '../../protocol/class.ts';
import { CLASS_CLOSE } from '../../protocol/limits.ts';
import { jsonFrame, WebSocketSubscriber } from '../realtime/subscribers.ts';
import { closeSoon } from '../realtime/websocket.ts';

/** Why something can't be done. */
export type Rejection = Pick<ClassError, 'code' | 'message'>;

/** Whoever is at the other end of a class connection. */
export class Peer extends WebSocketSubscriber<FromClass> {
  /** Whom limits count it as. */
  readonly visitor: string;
  readonly #socket: WebSocket;

  /** @param connection the stream below `socket` */
  constructor(socket: WebSocket, connection: Duplex, visitor: string) {
    super(socket, connection, jsonFrame);
    this.#socket = socket;
    this.visitor = visitor;
  }

  say(message: FromClass): void {
    if (this.isOpen()) this.stream.write(jsonFrame(message));
  }

  refuse({ code, message }: Rejection): void {
    this.say({ type: 'error', code, message });
  }

  /** Says why in a sentence, and closes. */
  dismiss(reason: keyof typeof CLASS_CLOSE, rejection: Rejection): void {
    this.refuse(rejection);
    closeSoon(this.#socket, CLASS_CLOSE[reason], rejection.message);
  }

  /** The class goes on at another server (1012, Service Restart): whoever comes back finds it there. */
  sendAway(): void {
    closeSoon(this.#socket, 1012, 'Your class goes on at another server. Connect again');
  }

  /** What is to be known can't be found out now (1013, Try Again Later). */
  putOff(message: string): void {
    this.refuse({ code: 'unavailable', message });
    closeSoon(this.#socket, 1013, message);
  }

  /** The class is over. */
  sayGoodbye(): void {
    this.dismiss('noSuchClass', {
      code: 'ended',
      message: 'This class has ended. Thank you for coming.',
    });
  }
}
