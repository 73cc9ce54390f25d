// Whether the server can be reached: where it cannot, a line under the header says what still works.

import { byId, h, icon } from "./dom";

export const LOST_AFTER = 4_000;

export class Reach {
  private open = true;
  private answered = false;
  private lost = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly show: (lost: boolean) => void) {}

  /** The socket is open, or is not. */
  connected(open: boolean): void {
    if (open || this.open) this.answered = false; // over HTTP: of a time that is over
    this.open = open;
    if (open) this.enter(false);
    else if (!this.answered) this.timer ??= setTimeout(() => this.enter(true), LOST_AFTER);
  }

  /** A request was answered, or was not. Where the socket is blocked, all goes this way, and nothing is lost. */
  asked(answered: boolean): void {
    if (this.open) return;
    this.answered = answered;
    this.enter(!answered);
  }

  private enter(lost: boolean): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (lost === this.lost) return;
    this.lost = lost;
    this.show(lost);
  }
}

const TEXT = "We cannot reach the server. Write on and keep this page open: your changes are sent later. Runs have to wait; the clock goes on.";

export function showLost(lost: boolean): void {
  document.getElementById("lost")?.remove();
  if (!lost) return;
  byId("notices").prepend(h("div", { class: "notice", role: "status", id: "lost" }, icon("wifi-off"), h("span", {}, TEXT)));
}
