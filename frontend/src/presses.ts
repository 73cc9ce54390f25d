// Buttons and keys of the workspace, and what the browser says of the page's comings and goings.

import { byId } from "./dom";

export interface Presses {
  chooseLanguage: (language: string) => void;
  /** own: on the candidate's own input. */
  run: (own: boolean) => void;
  submit: () => void;
  finish: () => void;
  reset: () => void;
  ownInput: (text: string) => void;
  readOnly: () => boolean;
  hidden: () => void;
  /** The page goes away, perhaps for ever. */
  away: () => void;
  /** It is back as it was. */
  back: () => void;
}

export function listen(on: Presses): void {
  byId("language").addEventListener("change", (e) => on.chooseLanguage((e.target as HTMLSelectElement).value));
  byId("run").addEventListener("click", () => on.run(false));
  byId("run-own").addEventListener("click", () => on.run(true));
  byId("submit").addEventListener("click", on.submit);
  document.getElementById("finish")?.addEventListener("click", on.finish);
  byId("own-input").addEventListener("input", (e) => on.ownInput((e.target as HTMLTextAreaElement).value));
  byId("reset").addEventListener("click", on.reset);
  document.addEventListener("keydown", (event) => key(event, on), true);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && on.hidden());
  window.addEventListener("pagehide", on.away);
  window.addEventListener("pageshow", (event) => event.persisted && on.back());
}

function key(event: KeyboardEvent, on: Presses): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  event.stopPropagation();
  if (on.readOnly()) return;
  if (event.shiftKey) on.submit();
  else on.run(document.activeElement?.id === "own-input");
}
