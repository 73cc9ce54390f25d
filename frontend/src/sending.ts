// One text at a time on its way: sent as it stands, and what came of it told.

import type { Entry } from "./draftentry";
import type { Save, Saved, SaveRefused } from "./protocol";

export type SaveReply = Saved | SaveRefused;
/** Resolves with the server's answer; rejects where none came. */
export type SaveTransport = (save: Save) => Promise<SaveReply>;

export interface SendingHooks {
  page: string;
  transport: SaveTransport;
  /** On its way. */
  sent: () => void;
  /** counted: how many changes the text had that was sent. */
  answered: (entry: Entry, reply: SaveReply, code: string, counted: number) => void;
  /** It is over, with an answer or without. */
  over: (entry: Entry) => void;
}

export class Sending {
  /** Saves in a row that nobody answered. */
  failures = 0;
  private seq = 0;

  constructor(private readonly hooks: SendingHooks) {}

  /** The text as it would be sent now. */
  save(entry: Entry): Save {
    entry.sent = entry.code;
    const { question, language, code, rev } = entry;
    const client = { client_id: this.hooks.page, client_seq: ++this.seq };
    return { type: "save", question, language, code, ...client, base_rev: rev };
  }

  async send(entry: Entry): Promise<void> {
    const { code, changes } = entry;
    const save = this.save(entry);
    this.hooks.sent();
    try {
      const reply = await this.hooks.transport(save);
      this.failures = 0;
      this.hooks.answered(entry, reply, code, changes);
    } catch {
      this.failures += 1;
    } finally {
      entry.sending = null;
      this.hooks.over(entry);
    }
  }
}
