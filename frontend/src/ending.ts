// The end of a test: finished by the candidate, or by the clock.

import { type Api, ApiError, writtenElsewhere } from "./api";
import type { DraftQueue } from "./drafts";
import { ask, h } from "./dom";
import { openItems } from "./overview";
import type { Question } from "./question";
import { plural } from "./words";

const JITTER = 3_000;
const AGAIN_AFTER = 3_000;

export interface EndingContext {
  api: Api;
  queue: DraftQueue;
  questions: Question[];
  /** Milliseconds until the deadline: staff may give time also at the last moment. */
  left: () => number | null;
  /** Go to the receipt. */
  leave: () => void;
  notify: (text: string) => void;
  /** Another page holds the pen: this one may only read. */
  elsewhere: () => void;
}

/** Ask once, with what is unanswered; then finish. */
export async function finish(context: EndingContext): Promise<void> {
  const items = openItems(context.questions);
  const choice = await ask(
    [
      h("h2", {}, "Finish the test?"),
      h("p", {}, items.length ? `${plural(items.length, "question")} still open or marked:` : "You answered every question."),
      items.length ? h("ul", {}, ...items) : h("span"),
      h("p", {}, "After this nothing can be changed."),
    ],
    [{ value: "", text: "Keep working" }, { value: "finish", text: "Finish the test", primary: true }],
  );
  if (choice !== "finish") return;
  const kept = "The test was not finished: we could not reach the server. Your work is kept on this device; please try again.";
  try {
    if (!(await context.queue.flush())) return context.notify(kept);
    await context.api.complete("manual");
    context.leave();
  } catch (error) {
    if (writtenElsewhere(error)) context.elsewhere();
    else if (error instanceof ApiError && error.status === 409) context.leave();
    else context.notify(kept);
  }
}

/** Time is up: save what there is, then complete, a little spread out so that a class does not knock all at once. */
export async function timeUp(context: EndingContext): Promise<void> {
  const said = h("p", { role: "status" }, "Your work is being handed in.");
  const dialog = h("dialog", { "aria-labelledby": "time-up" }, h("h2", { id: "time-up" }, "Time is up"), said);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(dialog);
  dialog.showModal();
  await context.queue.flush();
  await wait(Math.random() * JITTER);
  while (!(context.left() ?? 0)) {
    try {
      await context.queue.flush();
      await context.api.heartbeat(); // we were away, or staff gave time meanwhile: the answer says how much is left
      if (context.left()) break;
      await context.api.complete("timer_expired");
      return context.leave();
    } catch (error) {
      // The page that writes hands in; should it be gone, its pen lapses and this one finishes, or the server does.
      const elsewhere = writtenElsewhere(error);
      if (error instanceof ApiError && !elsewhere) return context.leave();
      if (elsewhere) said.textContent = "Your work is being handed in by the tab or device on which you wrote.";
      else said.textContent = context.queue.unsent().length
        ? "We cannot reach the server. Your last changes are kept on this device and sent as soon as it answers. Please keep this page open."
        : "We cannot reach the server just now. Everything you wrote is saved there already.";
      await wait(AGAIN_AFTER);
    }
  }
  dialog.remove();
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
