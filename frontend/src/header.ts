// The header's line of state: what is saved, and whether the server is there.

import type { SaveState } from "./drafts";
import { Reach, showLost } from "./reach";
import type { SocketState } from "./socket";
import { notify, showSaveState } from "./status";

export class Header {
  private saved: SaveState = { kind: "idle" };
  private connection: SocketState = "connecting";
  private readonly reach = new Reach(showLost);

  /** silent: of the practice question nothing is saved, so that nothing is lost. */
  constructor(private readonly silent: boolean) {}

  saves(state: SaveState): void {
    this.saved = state;
    this.show();
  }

  connected(state: SocketState): void {
    this.connection = state;
    this.show();
    if (!this.silent) this.reach.connected(state === "open" || state === "refused");
    if (state === "refused") notify("This page is no longer connected. Please open the link of your invitation again; your work is kept.");
  }

  /** A request over HTTP was answered, or was not. */
  asked(answered: boolean): void {
    this.reach.asked(answered);
  }

  private show(): void {
    showSaveState(this.saved, this.connection === "open");
  }
}
