// Why a button does nothing at the moment. It stays in reach of the keyboard, and says so to a screen reader too.

import { byId } from "./dom";

type Reason = "busy" | "elsewhere";
/** The element whose words are the reason. */
const SAID_BY: Partial<Record<Reason, string>> = { elsewhere: "elsewhere-why" };
const reasons = new Map<Reason, Set<string>>();

/** Of the buttons with these ids: blocked for this reason, or no longer for this one. */
export function block(ids: readonly string[], reason: Reason, on: boolean): void {
  const blocked = reasons.get(reason) ?? new Set();
  reasons.set(reason, blocked);
  for (const id of ids) {
    if (on) blocked.add(id);
    else blocked.delete(id);
    show(byId(id), [...reasons].filter(([, of]) => of.has(id)).map(([why]) => why));
  }
}

function show(button: HTMLElement, why: Reason[]): void {
  const said = why.map((reason) => SAID_BY[reason]).filter((id) => id !== undefined);
  button.setAttribute("aria-disabled", String(why.length > 0));
  if (said.length) button.setAttribute("aria-describedby", said.join(" "));
  else button.removeAttribute("aria-describedby");
}

/** Before any button hears of a press: one that is blocked does nothing but say why. */
export function guard(announce: (text: string) => void): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element | null)?.closest?.('button[aria-disabled="true"]');
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const why = document.getElementById(button.getAttribute("aria-describedby") ?? "")?.textContent;
    if (why) announce(why);
  }, true);
}
