// The way of a save: over the socket where one is open, else over HTTP.

import type { SaveReply, SaveTransport } from "./sending";
import type { Save } from "./protocol";

export const ANSWER_WITHIN = 8_000;

/** What a browser lets a page that goes away send on, in bytes for all requests together; some is left for the beacon. */
const KEEPALIVE_ROOM = 60 * 1024;

/** Of several bodies those that fit: what does not stays on this device, and the next page sends it. */
export function fitting<T extends { body: string }>(requests: T[], room = KEEPALIVE_ROOM): T[] {
  return requests.filter(({ body }) => {
    const size = new TextEncoder().encode(body).length;
    if (size > room) return false;
    room -= size;
    return true;
  });
}

interface Waiting {
  resolve: (reply: SaveReply) => void;
  reject: (reason: Error) => void;
  timer: ReturnType<typeof setTimeout>;
}

export class SaveRoute {
  private readonly waiting = new Map<number, Waiting>();

  constructor(
    private readonly overSocket: (save: Save) => boolean,
    private readonly overHttp: SaveTransport,
  ) {}

  readonly send: SaveTransport = (save) => {
    if (!this.overSocket(save)) return this.overHttp(save);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.fail(save.client_seq), ANSWER_WITHIN);
      this.waiting.set(save.client_seq, { resolve, reject, timer });
    });
  };

  /** A reply came over the socket. */
  answered(reply: SaveReply): void {
    this.take(reply.client_seq)?.resolve(reply);
  }

  /** The socket is gone, and with it every answer that was still to come. */
  dropped(): void {
    for (const seq of [...this.waiting.keys()]) this.fail(seq);
  }

  private fail(seq: number): void {
    this.take(seq)?.reject(new Error("The save was not answered."));
  }

  private take(seq: number): Waiting | undefined {
    const waiting = this.waiting.get(seq);
    if (waiting) clearTimeout(waiting.timer);
    this.waiting.delete(seq);
    return waiting;
  }
}
