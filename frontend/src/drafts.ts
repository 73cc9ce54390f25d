// The queue of texts on their way to the server. Nothing leaves it before the server has acknowledged it.

import type { DraftState, Save, Saved, SaveRefused } from "./protocol";
import type { Held, HeldStore } from "./store";

export const AFTER_LAST_KEY = 2_000;
export const AT_LEAST_EVERY = 10_000;
const KEEP_AFTER = 200;
const LONGEST_RETRY = 15_000;

export type SaveReply = Saved | SaveRefused;
/** Resolves with the server's answer; rejects where none came. */
export type SaveTransport = (save: Save) => Promise<SaveReply>;

export type SaveState =
  | { kind: "idle" }
  | { kind: "saved"; at: string }
  | { kind: "saving" }
  | { kind: "held"; changes: number }
  | { kind: "conflict" }
  | { kind: "refused"; message: string };

export interface Conflict {
  question: string;
  language: string;
  mine: string;
  current: DraftState;
}

interface Entry {
  question: string;
  language: string;
  code: string;
  rev: number;
  dirty: boolean;
  changes: number;
  /** Sent by an earlier page and never acknowledged to it: where the server has this, the text is our own. */
  ours: string | null;
  sent: string | null;
  sending: Promise<void> | null;
  conflict: DraftState | null;
  refused: string;
}

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
  private seq = 0;
  private savedAt = "";
  private failures = 0;
  private ended = false;
  private paused = false;
  private quiet: ReturnType<typeof setTimeout> | undefined;
  private latest: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private keeping: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: DraftQueueOptions) {}

  /** What the server has: the base that the next text of this question and language grows from. True where it is news. */
  know(question: string, draft: DraftState): boolean {
    const entry = this.entry(question, draft.language);
    if (entry.dirty || entry.rev >= draft.rev) return false;
    entry.rev = draft.rev;
    entry.code = draft.code;
    if (draft.saved_at > this.savedAt) this.savedAt = draft.saved_at;
    this.tell();
    return true;
  }

  /** Text of an earlier page that was not acknowledged. Returns those that differ from what the server has. */
  adopt(texts: Held[]): Held[] {
    const newer = texts.filter((held) => held.code !== this.entry(held.question, held.language).code);
    for (const held of newer) {
      const entry = this.entry(held.question, held.language);
      const stored = entry.code;
      entry.ours = held.sent;
      entry.rev = held.sent !== null && held.sent === stored ? entry.rev : held.base_rev;
      Object.assign(entry, { code: held.code, dirty: true, changes: Math.max(1, held.changes) });
    }
    this.keep();
    if (newer.length) void this.flush();
    return newer;
  }

  edit(question: string, language: string, code: string): void {
    const entry = this.entry(question, language);
    if (entry.code === code) return;
    Object.assign(entry, { code, dirty: true, refused: "", changes: entry.changes + 1 });
    this.keeping ??= setTimeout(() => this.keep(), KEEP_AFTER);
    this.schedule();
    this.tell();
  }

  /** Send what is unsent. True where the server has everything by then. */
  async flush(): Promise<boolean> {
    this.keep();
    this.cancel();
    await Promise.all(this.sendable().map((entry) => this.settle(entry)));
    return this.unsent().length === 0;
  }

  /** The candidate chose. Mine: it is sent over what is stored. Theirs: what is stored becomes the text. */
  resolve(question: string, language: string, choice: "mine" | "theirs"): void {
    const entry = this.entry(question, language);
    const current = entry.conflict;
    if (!current) return;
    Object.assign(entry, { conflict: null, rev: current.rev });
    if (choice === "theirs") {
      this.clean(entry, current.code);
      this.savedAt = current.saved_at;
    }
    void this.flush();
    this.tell();
  }

  unsent(): Held[] {
    return [...this.entries.values()].filter((entry) => entry.dirty).map(held);
  }

  /** A save of each unsent text, for a page that is going away: it cannot wait for an answer. */
  lastSaves(): Save[] {
    const saves = [...this.entries.values()].filter((e) => e.dirty && !e.conflict && !this.paused).map((e) => this.save(e));
    this.keep();
    return saves;
  }

  /** Another page writes: what is unsent stays on this device until this one may write again. */
  pause(): void {
    this.paused = true;
    this.keep();
    this.cancel();
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
    this.cancel();
  }

  private entry(question: string, language: string): Entry {
    const key = `${question} ${language}`;
    let entry = this.entries.get(key);
    if (!entry) {
      entry = {
        question, language, code: "", rev: 0, dirty: false, changes: 0,
        ours: null, sent: null, sending: null, conflict: null, refused: "",
      };
      this.entries.set(key, entry);
    }
    return entry;
  }

  private sendable(): Entry[] {
    return this.ended || this.paused ? [] : [...this.entries.values()].filter((e) => e.dirty && !e.conflict && !e.refused);
  }

  private async settle(entry: Entry): Promise<void> {
    if (entry.sending) await entry.sending;
    if (entry.dirty && !entry.conflict && !this.ended && !this.paused) await (entry.sending ??= this.send(entry));
  }

  private save(entry: Entry): Save {
    entry.sent = entry.code;
    const { question, language, code, rev } = entry;
    const client = { client_id: this.options.page, client_seq: ++this.seq };
    return { type: "save", question, language, code, ...client, base_rev: rev };
  }

  private async send(entry: Entry): Promise<void> {
    const { code } = entry;
    const counted = entry.changes;
    const save = this.save(entry);
    this.tell();
    try {
      const reply = await this.options.transport(save);
      this.failures = 0;
      if (reply.type === "saved") this.stored(entry, reply, code, counted);
      else this.refuse(entry, reply);
      this.options.onReply(reply);
    } catch {
      this.failures += 1;
    } finally {
      entry.sending = null;
      if (this.failures) this.again();
      else if (entry.dirty) this.schedule();
      this.tell();
    }
  }

  private stored(entry: Entry, reply: Saved, code: string, counted: number): void {
    Object.assign(entry, { rev: reply.rev, ours: null, sent: null, changes: entry.changes - counted });
    this.savedAt = reply.saved_at;
    if (entry.code === code) this.clean(entry, code);
    else this.keep();
  }

  private refuse(entry: Entry, reply: SaveRefused): void {
    const { current } = reply;
    if (current && current.code === entry.ours) {
      entry.rev = current.rev; // our own text, stored while its page went away
    } else if (current) {
      entry.conflict = current;
      const { question, language, code } = entry;
      this.options.onConflict({ question, language, mine: code, current });
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
    this.options.store.drop(entry.question, entry.language);
  }

  private keep(): void {
    clearTimeout(this.keeping);
    this.keeping = undefined;
    for (const text of this.unsent()) this.options.store.put(text);
  }

  private schedule(): void {
    if (this.ended || this.paused || this.failures) return;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => void this.flush(), AFTER_LAST_KEY);
    this.latest ??= setTimeout(() => void this.flush(), AT_LEAST_EVERY);
  }

  private again(): void {
    clearTimeout(this.retry);
    const ceiling = Math.min(LONGEST_RETRY, 1_000 * 2 ** Math.min(this.failures, 5));
    this.retry = setTimeout(() => void this.flush(), ceiling * (this.options.random ?? Math.random)());
  }

  private cancel(): void {
    for (const timer of [this.quiet, this.latest, this.retry]) clearTimeout(timer);
    this.quiet = this.latest = this.retry = undefined;
  }

  private tell(): void {
    this.options.onState(this.state());
  }

  private state(): SaveState {
    const all = [...this.entries.values()];
    const dirty = all.filter((entry) => entry.dirty);
    if (all.some((entry) => entry.conflict)) return { kind: "conflict" };
    const refused = dirty.find((entry) => entry.refused);
    if (refused) return { kind: "refused", message: refused.refused };
    if (dirty.length && (this.failures || this.paused)) return { kind: "held", changes: dirty.reduce((n, e) => n + e.changes, 0) };
    if (dirty.length) return { kind: "saving" };
    return this.savedAt ? { kind: "saved", at: this.savedAt } : { kind: "idle" };
  }
}

function held(entry: Entry): Held {
  const { question, language, code, rev, changes } = entry;
  return { question, language, code, base_rev: rev, sent: entry.sent ?? entry.ours, changes, at: Date.now() };
}
