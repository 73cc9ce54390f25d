// From page to page: what an earlier one left unsent, and who writes where two are open.

import type { Api } from "./api";
import { block } from "./blocked";
import type { DraftQueue } from "./drafts";
import { byId, h, icon } from "./dom";
import { announce } from "./status";
import type { Held, HeldStore } from "./store";

const WRITING = ["run", "run-own", "submit", "finish", "reset"];
const TEXT = "This test is open in another tab or on another device. You can read here.";

export interface HandoverContext {
  api: Api;
  queue: DraftQueue;
  store: HeldStore;
  /** Ask for the pen: the candidate chose "continue here". */
  take: () => void;
  readOnly: () => boolean;
  lock: (readOnly: boolean) => void;
  /** A text came from elsewhere. choose: it is what the candidate worked on. */
  write: (question: string, language: string, code: string, choose: boolean) => void;
  /** Texts may have changed under the editor. */
  refresh: () => void;
}

export class Handover {
  private reading = false;
  private wrote = false;
  private shown: HTMLElement | null = null;

  constructor(private readonly context: HandoverContext) {}

  /** Texts of an earlier page which the server has not acknowledged: back on screen, and on their way. */
  adopt(texts: Held[]): void {
    for (const held of this.context.queue.adopt(texts)) this.write(held.question, held.language, held.code, true);
  }

  /** May this page write? Before it goes on it reads what the other one wrote. */
  async leased(held: boolean): Promise<void> {
    const { queue, store, lock, refresh } = this.context;
    this.wrote = false;
    this.show(held);
    lock(!held);
    if (!held) {
      this.reading = true;
      return queue.pause();
    }
    if (this.reading) await this.reread();
    if (this.context.readOnly()) return;
    this.reading = false;
    this.adopt(store.takeOthers());
    if (this.wrote) refresh();
    queue.resume();
  }

  private async reread(): Promise<void> {
    const { api, queue } = this.context;
    // Where it does not come, what we have is sent with its own base: a conflict shows what the other one wrote.
    const snapshot = await api.snapshot().catch(() => null);
    for (const { id, drafts } of snapshot?.questions ?? []) {
      for (const draft of drafts) if (queue.know(id, draft)) this.write(id, draft.language, draft.code, false);
    }
  }

  private write(question: string, language: string, code: string, choose: boolean): void {
    this.wrote = true;
    this.context.write(question, language, code, choose);
  }

  private show(held: boolean): void {
    block(WRITING, "elsewhere", !held);
    if (!held && !this.shown) {
      const button = h("button", { class: "button primary", type: "button", onclick: this.context.take }, "Continue here");
      this.shown = h("div", { class: "notice", role: "alert", id: "elsewhere" }, icon("triangle-alert"), h("span", { id: "elsewhere-why" }, TEXT), button);
      byId("notices").prepend(this.shown);
    } else if (held && this.shown) {
      this.shown.remove();
      this.shown = null;
      announce("You can write here again.");
    }
  }
}
