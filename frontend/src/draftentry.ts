// One text on its way: of a question, in a language.

import type { DraftState } from "./protocol";
import type { Held } from "./store";

export interface Entry {
  question: string;
  language: string;
  code: string;
  /** What the server is known to have. */
  stored: string;
  rev: number;
  dirty: boolean;
  changes: number;
  /** Sent by an earlier page and never acknowledged to it: where the server has this, the text is our own. */
  ours: string | null;
  sent: string | null;
  sending: Promise<void> | null;
  conflict: DraftState | null;
  /** Other texts that earlier pages left on this device; the candidate chooses, one after the other. */
  strays: Held[];
  refused: string;
}

export type SaveState =
  | { kind: "idle" }
  | { kind: "saved"; at: string }
  | { kind: "saving" }
  /** kept: they outlive this page. */
  | { kind: "held"; changes: number; kept: boolean }
  | { kind: "conflict" }
  | { kind: "refused"; message: string };

export interface Conflict {
  question: string;
  language: string;
  mine: string;
  current: DraftState;
  /** Where the other text is: on the server, or left on this device by an earlier page. */
  from: "server" | "device";
}

export function newEntry(question: string, language: string): Entry {
  return {
    question, language, code: "", stored: "", rev: 0, dirty: false, changes: 0,
    ours: null, sent: null, sending: null, conflict: null, strays: [], refused: "",
  };
}

export function heldOf({ question, language, code, rev, changes, sent, ours }: Entry): Held {
  return { question, language, code, base_rev: rev, sent: sent ?? ours, changes, at: Date.now() };
}

/** failing: the last try was not answered, or this page may not send. */
export function stateOf(entries: Iterable<Entry>, savedAt: string, failing: boolean, kept: boolean): SaveState {
  const all = [...entries];
  const dirty = all.filter((entry) => entry.dirty);
  if (all.some((entry) => entry.conflict || entry.strays.length)) return { kind: "conflict" };
  const refused = dirty.find((entry) => entry.refused);
  if (refused) return { kind: "refused", message: refused.refused };
  if (dirty.length && failing) return { kind: "held", changes: dirty.reduce((n, e) => n + e.changes, 0), kept };
  if (dirty.length) return { kind: "saving" };
  return savedAt ? { kind: "saved", at: savedAt } : { kind: "idle" };
}
