// A server that keeps drafts by the rules of the real one, and tabs that talk to it.

import { type Conflict, DraftQueue, type SaveState } from "../src/drafts";
import type { SaveReply } from "../src/sending";
import type { DraftState, Save } from "../src/protocol";
import { LocalHeldStore } from "../src/store";
import { MemoryStorage } from "./storage";

export const CLOCK = { server_now: "2026-03-02T09:00:00Z", deadline: "2026-03-02T10:00:00Z", status: "active" as const };

/** It keeps one text a question and language. */
export class Server {
  online = true;
  delay = 0;
  stored = new Map<string, DraftState & { client: string }>();
  saves: Save[] = [];

  receive = async (save: Save): Promise<SaveReply> => {
    if (!this.online) throw new Error("offline");
    this.saves.push(save);
    const { question, language, client_seq, code } = save;
    const echo = { question, language, client_seq, ...CLOCK };
    const before = this.stored.get(`${question} ${language}`);
    const foreign = before && before.rev !== save.base_rev && before.client !== save.client_id && before.code !== code;
    if (this.delay) await new Promise((resolve) => setTimeout(resolve, this.delay));
    if (foreign) return { type: "save_refused", ...echo, code: "conflict", message: "newer", current: before };
    const draft = { language, code, rev: (before?.rev ?? 0) + 1, saved_at: `2026-03-02T09:00:0${this.saves.length}Z`, client: save.client_id };
    this.stored.set(`${question} ${language}`, draft);
    return { type: "saved", ...echo, rev: draft.rev, saved_at: draft.saved_at };
  };

  text(question = "q", language = "python"): string | undefined {
    return this.stored.get(`${question} ${language}`)?.code;
  }
}

export interface Tab {
  queue: DraftQueue;
  states: SaveState[];
  conflicts: Conflict[];
  store: LocalHeldStore;
}

export function tab(server: Server, storage: Storage = new MemoryStorage(), page = "tab-1"): Tab {
  const store = new LocalHeldStore("session", page, storage);
  const states: SaveState[] = [];
  const conflicts: Conflict[] = [];
  const queue = new DraftQueue({
    page, store, transport: server.receive, onState: (s) => states.push(s), onConflict: (c) => conflicts.push(c),
    onReply: () => undefined, random: () => 1,
  });
  return { queue, states, conflicts, store };
}
