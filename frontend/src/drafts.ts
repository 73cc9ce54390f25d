// The queue of texts on their way to the server. Nothing leaves it before the server has acknowledged it.

import { type Conflict, type Entry, heldOf, newEntry, type SaveState, stateOf } from "./draftentry";
import { Keeping } from "./keeping";
import { Pacing } from "./pacing";
import type { DraftState, Save, Saved, SaveRefused } from "./protocol";
import { type SaveReply, type SaveTransport, Sending } from "./sending";
import type { Held, HeldStore } from "./store";

export type { Conflict, SaveState } from "./draftentry";

export interface DraftQueueOptions {
  page: string;
  transport: SaveTransport;
  store: HeldStore;
  onState: (state: SaveState) => void;
  onConflict: (conflict: Conflict) => void;
  onReply: (reply: SaveReply) => void;
  random?: () => number;
}

export class DraftQueue {
  private readonly entries = new Map<string, Entry>();
  private savedAt = "";
  private ended = false;
  private paused = false;
  private readonly pacing: Pacing;
  private readonly keeping: Keeping;
  private readonly sending: Sending;

  constructor(private readonly options: DraftQueueOptions) {
    const { page, store, random } = options;
    this.pacing = new Pacing(() => void this.flush(), random ?? Math.random);
    this.keeping = new Keeping(store, () => this.unsent());
    this.sending = new Sending({
      page,
      transport: (save) => this.options.transport(save),
      sent: () => this.tell(),
      answered: (entry, reply, code, counted) => this.answered(entry, reply, code, counted),
      over: (entry) => this.over(entry),
    });
  }

  /** What the server has: the base that the next text of this question and language grows from. True where it is news. */
  know(question: string, draft: DraftState): boolean {
    const entry = this.entry(question, draft.language);
    if (entry.dirty || entry.rev >= draft.rev) return false;
    entry.rev = draft.rev;
    entry.code = entry.stored = draft.code;
    if (draft.saved_at > this.savedAt) this.savedAt = draft.saved_at;
    this.tell();
    return true;
  }

  /**
   * Texts of earlier pages that were not acknowledged. Returns those that are now the text of their question: of
   * several, the newest. The others stay on this device, and the candidate chooses.
   */
  adopt(texts: Held[]): Held[] {
    const taken: Held[] = [];
    for (const held of [...texts].sort((a, b) => b.at - a.at)) {
      const entry = this.entry(held.question, held.language);
      if ([entry.code, entry.stored, entry.sent].includes(held.code)) continue;
      if (entry.dirty) {
        entry.strays.push(held);
        this.keeping.putStray(held);
        continue;
      }
      entry.ours = held.sent;
      entry.rev = held.sent !== null && held.sent === entry.stored ? entry.rev : held.base_rev;
      Object.assign(entry, { code: held.code, dirty: true, changes: Math.max(1, held.changes) });
      taken.push(held);
    }
    this.keeping.now();
    for (const entry of this.entries.values()) this.offerStray(entry);
    this.tell();
    if (taken.length) void this.flush();
    return taken;
  }

  edit(question: string, language: string, code: string): void {
    const entry = this.entry(question, language);
    if (entry.code === code) return;
    Object.assign(entry, { code, dirty: true, refused: "", changes: entry.changes + 1 });
    this.keeping.soon();
    this.schedule();
    this.tell();
  }

  /** Send what is unsent. True where the server has everything by then. */
  async flush(): Promise<boolean> {
    this.keeping.now();
    this.pacing.cancel();
    await Promise.all(this.sendable().map((entry) => this.settle(entry)));
    return this.unsent().length === 0;
  }

  /** The candidate chose. Mine: it is sent over what is stored. Theirs: the other one becomes the text. */
  resolve(question: string, language: string, choice: "mine" | "theirs"): void {
    const entry = this.entry(question, language);
    const { conflict: current } = entry;
    const [stray] = entry.strays;
    if (current) {
      Object.assign(entry, { conflict: null, rev: current.rev, stored: current.code });
      if (choice === "theirs") {
        this.clean(entry, current.code);
        this.savedAt = current.saved_at;
      }
    } else if (stray) {
      this.keeping.dropStray(stray);
      entry.strays.shift();
      if (choice === "theirs") Object.assign(entry, { code: stray.code, dirty: true, changes: entry.changes + 1 });
    }
    this.offerStray(entry);
    void this.flush();
    this.tell();
  }

  private offerStray({ question, language, code, rev, conflict, strays: [stray] }: Entry): void {
    if (!stray || conflict) return;
    const current = { language, code: stray.code, rev, saved_at: new Date(stray.at).toISOString() };
    this.options.onConflict({ question, language, mine: code, current, from: "device" });
  }

  unsent(): Held[] {
    return [...this.entries.values()].filter((entry) => entry.dirty).map(heldOf);
  }

  /** A save of each unsent text, for a page that is going away: it cannot wait for an answer. */
  lastSaves(): Save[] {
    const saves = [...this.entries.values()].filter((e) => e.dirty && !e.conflict && !this.paused).map((e) => this.sending.save(e));
    this.keeping.now();
    return saves;
  }

  /** Another page writes: what is unsent stays on this device until this one may write again. */
  pause(): void {
    this.paused = true;
    this.keeping.now();
    this.pacing.cancel();
    this.tell();
  }

  resume(): void {
    this.paused = false;
    if (this.unsent().length) void this.flush();
    this.tell();
  }

  /** Nothing counts any more: stop trying. */
  end(): void {
    this.ended = true;
    this.pacing.cancel();
  }

  private entry(question: string, language: string): Entry {
    const key = `${question} ${language}`;
    let entry = this.entries.get(key);
    if (!entry) this.entries.set(key, (entry = newEntry(question, language)));
    return entry;
  }

  private sendable(): Entry[] {
    return this.ended || this.paused ? [] : [...this.entries.values()].filter((e) => e.dirty && !e.conflict && !e.strays.length && !e.refused);
  }

  private async settle(entry: Entry): Promise<void> {
    if (entry.sending) await entry.sending;
    if (entry.dirty && !entry.conflict && !entry.strays.length && !this.ended && !this.paused) await (entry.sending ??= this.sending.send(entry));
  }

  private answered(entry: Entry, reply: SaveReply, code: string, counted: number): void {
    if (reply.type === "saved") this.stored(entry, reply, code, counted);
    else this.refuse(entry, reply);
    this.options.onReply(reply);
  }

  private over(entry: Entry): void {
    if (this.sending.failures) this.pacing.again(this.sending.failures);
    else if (entry.dirty) this.schedule();
    this.tell();
  }

  private stored(entry: Entry, reply: Saved, code: string, counted: number): void {
    Object.assign(entry, { rev: reply.rev, stored: code, ours: null, sent: null, changes: entry.changes - counted });
    this.savedAt = reply.saved_at;
    if (entry.code === code) this.clean(entry, code);
    else this.keeping.now();
  }

  private refuse(entry: Entry, reply: SaveRefused): void {
    const { current } = reply;
    if (current && (current.code === entry.ours || current.code === entry.stored)) {
      entry.rev = current.rev; // our own text, stored (again) while its page went away: ours grew from it
    } else if (current) {
      entry.conflict = current;
      const { question, language, code } = entry;
      this.options.onConflict({ question, language, mine: code, current, from: "server" });
    } else if (reply.code === "lease_elsewhere") {
      this.pause(); // onReply tells the page
    } else if (reply.code === "already_ended") {
      this.clean(entry, entry.code); // kept by the server for staff
      this.end();
    } else {
      entry.refused = reply.message;
    }
  }

  private clean(entry: Entry, code: string): void {
    Object.assign(entry, { code, dirty: false, changes: 0, ours: null, sent: null, refused: "" });
    this.keeping.drop(entry.question, entry.language);
  }

  private schedule(): void {
    if (!this.ended && !this.paused && !this.sending.failures) this.pacing.soon();
  }

  private tell(): void {
    const failing = this.sending.failures > 0 || this.paused;
    this.options.onState(stateOf(this.entries.values(), this.savedAt, failing, this.keeping.kept));
  }
}
