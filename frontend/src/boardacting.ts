// Sends what staff want done, and says what became of it.

import { outcome } from "./boarddeeds";
import { DeedDialog, type Wish } from "./boarddialog";
import { byId } from "./dom";
import type { BoardActed, BoardAction, BoardRow } from "./protocol";

export const ANSWER_WITHIN = 30_000;

export interface ActingOptions {
  /** False where the board is not connected. */
  send: (action: BoardAction) => boolean;
  rows: () => BoardRow[];
}

export class Acting {
  private next = 1;
  private readonly waiting = new Map<number, (answer: BoardActed | null) => void>();

  constructor(private readonly options: ActingOptions) {}

  /** `row` null: everyone whose test runs. */
  ask(row: BoardRow | null, first = ""): void {
    new DeedDialog(row, first, (wish) => this.perform(wish)).open();
  }

  answered(answer: BoardActed): void {
    this.waiting.get(answer.id)?.(answer);
  }

  /** The connection is gone: an answer that was under way will not come. */
  dropped(): void {
    for (const settle of [...this.waiting.values()]) settle(null);
  }

  private async perform(wish: Wish): Promise<string> {
    const id = this.next++;
    const names = new Map(this.options.rows().map((row) => [row.session_id, row.name]));
    const meant = wish.sessions ? new Map(wish.sessions.map((one) => [one, names.get(one) ?? "the candidate"])) : names;
    if (!this.options.send({ type: "act", id, ...wish })) return "The board is not connected just now. Nothing was done.";
    const answer = await this.answer(id);
    if (!answer) return "No answer came. Look at the board before you try again: it may have been done.";
    if (answer.problem) return sentence(answer.problem);
    const text = outcome(wish.action, answer, meant);
    if (!answer.done) return text;
    byId("said").textContent = text;
    return "";
  }

  private answer(id: number): Promise<BoardActed | null> {
    return new Promise((resolve) => {
      const settle = (answer: BoardActed | null): void => {
        clearTimeout(timer);
        this.waiting.delete(id);
        resolve(answer);
      };
      const timer = setTimeout(() => settle(null), ANSWER_WITHIN);
      this.waiting.set(id, settle);
    });
  }
}

/** "reason: say why" → "Reason: say why." */
export function sentence(problem: string): string {
  const text = problem.charAt(0).toUpperCase() + problem.slice(1);
  return /[.?]$/.test(text) ? text : `${text}.`;
}
