// What the board shows of a row, how rows are ordered, and which are shown. No page here: plain functions.

import type { BoardRow } from "./protocol";
import { plural } from "./words";

export type Group = "all" | "active" | "away" | "invited" | "done";
export type Column = "name" | "presence" | "left" | "question" | "tests" | "submitted" | "signals" | "seen";

export const GROUPS: [Group, string][] = [
  ["all", "All"], ["active", "Working"], ["away", "Away"], ["invited", "Not started"], ["done", "Done"],
];

export const COLUMNS: [Column, string][] = [
  ["name", "Candidate"], ["presence", "State"], ["left", "Time left"], ["question", "Question"],
  ["tests", "Tests passed"], ["submitted", "Submitted"], ["signals", "Signals"], ["seen", "Last seen"],
];

const GRACE = 60_000;

/** Which group a row counts to at `now`. Away: it runs, and its page is silent or was closed. */
export function groupOf(row: BoardRow, now: number): Exclude<Group, "all"> {
  const over = row.status === "abandoned" && row.deadline !== null && Date.parse(row.deadline) + GRACE < now;
  if (row.status === "completed" || over) return "done";
  if (row.status === "invited") return "invited";
  return row.status === "abandoned" || row.presence !== "online" ? "away" : "active";
}

/** The word beside the dot. */
export function stateWord(row: BoardRow): string {
  if (row.status === "completed") return "finished";
  if (row.status === "invited") return "not started";
  if (row.status === "abandoned") return "left";
  return { online: "online", stale: "silent", offline: "offline" }[row.presence];
}

/** "4 s ago", "3 min ago", "2 h ago"; "" where never. */
export function ago(at: string | null, now: number): string {
  if (!at) return "";
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h ago` : `${Math.floor(seconds / 86_400)} d ago`;
}

const SIGNALS: [string, string][] = [
  ["left_page", "away"], ["pasted", "pasted"], ["left_full_screen", "full screen left"], ["large_insertion", "large insertion"],
  ["other_device", "other device"], ["network_changed", "other network"],
];

/** "3 away, 1 pasted, 1 note": counts of what was noticed, and no verdict; "–" for none. */
export function signalWords(row: BoardRow): string {
  const parts = SIGNALS.filter(([kind]) => row.signals[kind]).map(([kind, word]) => `${row.signals[kind]} ${word}`);
  if (row.notes) parts.push(plural(row.notes, "note"));
  return parts.join(", ") || "–";
}

const ORDER = { online: 0, stale: 1, offline: 2 };

function key(row: BoardRow, column: Column, now: number): number | string {
  switch (column) {
    case "name":
      return row.name.toLocaleLowerCase();
    case "presence":
      return { active: 0, away: 10, invited: 20, done: 30 }[groupOf(row, now)] + ORDER[row.presence];
    case "left":
      return row.deadline && row.status !== "completed" ? Date.parse(row.deadline) : Number.MAX_SAFE_INTEGER;
    case "question":
      return (row.current_question ?? "\uffff").toLocaleLowerCase();
    case "tests":
      return row.tests_total ? -row.tests_passed / row.tests_total : 1;
    case "submitted":
      return -row.submitted;
    case "signals":
      return -Object.values(row.signals).reduce<number>((sum, count) => sum + (count ?? 0), row.notes);
    case "seen":
      return row.last_seen_at ? -Date.parse(row.last_seen_at) : Number.MAX_SAFE_INTEGER;
  }
}

/** "Candidate 9" before "Candidate 10". */
const { compare: byName } = new Intl.Collator(undefined, { numeric: true });

export interface Arrangement {
  group: Group;
  search: string;
  column: Column;
  descending: boolean;
}

/** The rows of a group whose name holds `search`, in order; equals by name. */
export function arrange(rows: BoardRow[], how: Arrangement, now: number): BoardRow[] {
  const { group, search, column, descending } = how;
  const wanted = search.trim().toLocaleLowerCase();
  const shown = rows.filter(
    (row) => (group === "all" || groupOf(row, now) === group) && (!wanted || `${row.name} ${row.candidate_id}`.toLocaleLowerCase().includes(wanted)),
  );
  const sign = descending ? -1 : 1;
  return shown.sort((a, b) => {
    const [x, y] = [key(a, column, now), key(b, column, now)];
    const order = typeof x === "string" ? byName(x, String(y)) : x - Number(y);
    return order * sign || byName(a.name, b.name) || a.session_id.localeCompare(b.session_id);
  });
}
