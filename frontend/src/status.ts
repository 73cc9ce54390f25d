// The header's words: what is saved, how much time is left; and the notices under it.

import { timeOfDay } from "./clock";
import type { SaveState } from "./drafts";
import { byId, h, icon } from "./dom";
import { plural } from "./words";

export function showSaveState(state: SaveState, online: boolean): void {
  const said: Record<SaveState["kind"], [string, string]> = {
    idle: [online ? "" : "wifi-off", online ? "" : "connecting"],
    saved: ["check", state.kind === "saved" ? `saved ${timeOfDay(state.at)}` : ""],
    saving: ["loader-circle", "saving"],
    held: ["wifi-off", state.kind === "held" ? heldWords(state.changes, state.kept) : ""],
    conflict: ["triangle-alert", "two versions"],
    refused: ["triangle-alert", "not saved"],
  };
  const [name, text] = said[state.kind];
  const word = byId("save");
  if (word.textContent === text && word.dataset.kind === state.kind) return;
  word.dataset.kind = state.kind;
  word.title = state.kind === "refused" ? state.message : "";
  const [short, rest] = state.kind === "held" ? split(text) : [text, ""];
  word.replaceChildren(...(name ? [icon(name)] : []), h("span", {}, short, h("span", { class: "where" }, rest)));
}

/** A narrow header shows "3 changes held"; a screen reader reads on. */
function split(text: string): [string, string] {
  const at = Math.max(text.indexOf(" on this device"), text.indexOf(": keep"));
  return [text.slice(0, at), text.slice(at)];
}

function heldWords(changes: number, kept: boolean): string {
  const words = plural(changes, "change");
  return kept ? `${words} held on this device` : `${words} not saved yet: keep this page open`;
}

export function showTime(text: string, mood: string): void {
  const timer = byId("timer");
  if (timer.textContent !== text) timer.textContent = text;
  timer.dataset.mood = mood;
}

export function announce(text: string): void {
  const place = byId("announcer");
  place.textContent = place.textContent === text ? `${text}\u00a0` : text; // said again, it has to differ to be heard
}

const MOST_NOTICES = 10;

/** A line under the header that stays until it is read. Said again, it stands there once. */
export function notify(text: string, name = "triangle-alert"): void {
  const notice = h("div", { class: "notice passing", role: "status" }, icon(name), h("span", {}, text),
    h("button", { class: "button", type: "button", onclick: () => notice.remove() }, "Close"));
  const notices = byId("notices");
  const standing = [...notices.querySelectorAll(".passing")];
  for (const same of standing.filter((each) => each.querySelector("span")?.textContent === text)) same.remove();
  notices.append(notice);
  const passing = [...notices.querySelectorAll(".passing")];
  for (const old of passing.slice(0, -MOST_NOTICES)) old.remove();
}

/** Staff gave time, or took it. */
export function tellTime(seconds: number, reason: string, deadline: string | null): void {
  const until = deadline ? ` Your test now ends at ${timeOfDay(deadline)}.` : "";
  const minutes = plural(Math.round(Math.abs(seconds) / 6) / 10, "minute");
  if (seconds) notify(`Your time was changed: ${minutes} ${seconds > 0 ? "more" : "less"}. ${reason}.${until}`, "clock");
  else notify(`${reason}.${until}`, "clock");
}
