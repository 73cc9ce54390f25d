// What staff can do to whom, and the words for it. No page here: plain functions.

import type { BoardActed, BoardDeed, BoardRow } from "./protocol";
import { plural } from "./words";

export interface Deed {
  deed: BoardDeed;
  choice: string;
  button: string;
  note: string;
  reasonNote: string;
}

export const DEEDS: Deed[] = [
  {
    deed: "time", choice: "Give time", button: "Give time",
    note: "The candidate sees the new end at once. Below zero takes time away.", reasonNote: "The candidate reads it too.",
  },
  {
    deed: "message", choice: "Send a message", button: "Send",
    note: "Shown on the candidate's page, and kept in the history.", reasonNote: "Only staff see it.",
  },
  {
    deed: "end", choice: "End the test", button: "End the test",
    note: "What was saved so far is judged. The candidate cannot go on.", reasonNote: "Only staff see it.",
  },
  {
    deed: "reopen", choice: "Reopen the test", button: "Reopen the test",
    note: "The candidate goes on with the time that was left, at least one minute.", reasonNote: "Only staff see it.",
  },
];

/** What fits a row; null: everyone whose test runs. Where the row is old, the server still refuses what does not fit. */
export function deedsFor(row: BoardRow | null): Deed[] {
  const fits = (deed: BoardDeed): boolean => {
    if (row === null) return deed === "time" || deed === "message";
    if (row.status === "invited") return deed === "time";
    if (row.status === "completed") return deed === "reopen";
    return deed !== "reopen" || row.status === "abandoned"; // abandoned: over or not, the server knows
  };
  return DEEDS.filter(({ deed }) => fits(deed));
}

const DONE: Record<BoardDeed, string> = {
  time: "Time was changed for", message: "The message was sent to", end: "The test was ended for", reopen: "The test was reopened for",
};

/** One sentence for what became of it. `names` of those whom it was asked for, by session. */
export function outcome(deed: BoardDeed, acted: BoardActed, names: Map<string, string>): string {
  const only = names.size === 1 ? [...names.values()][0] : undefined;
  const parts = acted.done ? [`${DONE[deed]} ${only ?? plural(acted.done, "candidate")}.`] : [];
  const [first] = acted.refused;
  if (first) {
    const who = names.get(first.session_id) ?? "one candidate";
    const more = acted.refused.length > 1 ? `, and ${acted.refused.length - 1} more` : "";
    parts.push(`Not done for ${who}${more}: ${first.message}`);
  }
  return parts.join(" ");
}
