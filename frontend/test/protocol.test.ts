import { expect, test } from "vitest";
import examples from "../../sessions/tests/messages.json";
import { DraftQueue } from "../src/drafts";
import type * as protocol from "../src/protocol";
import { RunWatcher, type RunView } from "../src/runs";
import { stateWord } from "../src/boardrows";

// The compiler checks the shapes: JSON widens literals to string, so `type` and the like are checked below.
type Wide<T> = T extends string ? string : T extends (infer U)[] ? Wide<U>[] : T extends object ? { [K in keyof T]: Wide<T[K]> } : T;
const typed: {
  Beat: Wide<protocol.Beat>; Save: Wide<protocol.Save>; Claim: Wide<protocol.Claim>; LeaseState: Wide<protocol.LeaseState>; Check: Wide<protocol.Check>; Checked: Wide<protocol.Checked>; Signals: Wide<protocol.Signals>; Kept: Wide<protocol.Kept>; Welcome: Wide<protocol.Welcome>; Beaten: Wide<protocol.Beaten>;
  Saved: Wide<protocol.Saved>; SaveRefused: Wide<protocol.SaveRefused>; RunUpdate: Wide<protocol.RunUpdate>;
  TimeChanged: Wide<protocol.TimeChanged>; StateChanged: Wide<protocol.StateChanged>; StaffMessage: Wide<protocol.StaffMessage>;
  Problem: Wide<protocol.Problem>; BoardSnapshot: Wide<protocol.BoardSnapshot>; BoardChanges: Wide<protocol.BoardChanges>; BoardAction: Wide<protocol.BoardAction>; BoardActed: Wide<protocol.BoardActed>;
} = examples;

const TYPES: Record<string, (protocol.ToCandidate | protocol.FromCandidate | protocol.ToBoard | protocol.BoardAction)["type"]> = {
  Beat: "beat", Save: "save", Claim: "claim", LeaseState: "lease", Check: "check", Checked: "checked", Signals: "signals", Kept: "kept", Welcome: "welcome", Beaten: "beat", Saved: "saved", SaveRefused: "save_refused", RunUpdate: "run",
  TimeChanged: "time", StateChanged: "state", StaffMessage: "message", Problem: "problem", BoardSnapshot: "snapshot", BoardChanges: "rows", BoardAction: "act", BoardActed: "acted",
};

test("every message of the server has a type that the pages know", () => {
  expect(Object.fromEntries(Object.entries(typed).map(([name, message]) => [name, message.type]))).toEqual(TYPES);
});

test("a save has exactly the fields of the example", () => {
  const queue = new DraftQueue({
    page: "tab", transport: () => new Promise(() => undefined), onState: () => undefined, onConflict: () => undefined,
    onReply: () => undefined, store: { put: () => true, drop: () => undefined, takeOthers: () => [] },
  });
  queue.edit("q", "python", "print(1)\n");
  expect(Object.keys(queue.lastSaves()[0]!).sort()).toEqual(Object.keys(examples.Save).sort());
});

test("a run's example fills the view", () => {
  let seen: RunView | null = null;
  const watcher = new RunWatcher({ read: () => Promise.reject(new Error()), live: () => true, onChange: (run) => (seen = run) });
  const update = examples.RunUpdate as protocol.RunUpdate;
  watcher.watch({ id: update.run_id, state: "queued", compile: null, tests: new Map(), total: 0, done: null });
  watcher.feed(update);
  expect(seen!.done?.verdict).toBe("wrong_answer");
  expect([...seen!.tests.keys()]).toEqual([0, 1]);
});

test("a board row's example has a word for its state", () => {
  expect(stateWord(examples.BoardSnapshot.rows[0] as protocol.BoardRow)).toBe("online");
  expect(stateWord(examples.BoardChanges.rows[0] as protocol.BoardRow)).toBe("not started");
});
