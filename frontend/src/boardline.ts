// One line of the board: its cells are made once, and only what changed is written.

import { ago, signalWords, stateWord } from "./boardrows";
import { countdown, moment, type ServerClock } from "./clock";
import { h } from "./dom";
import type { BoardRow } from "./protocol";

export class BoardLine {
  readonly element: HTMLTableRowElement;
  private readonly link = h("a");
  private readonly state = h("span");
  private readonly word = h("span", { class: "word" }, h("span", { class: "dot" }), this.state);
  private readonly left = h("td", { "data-label": "Left" });
  private readonly question = h("td", { "data-label": "Now", class: "question-cell" });
  private readonly fill = h("span");
  private readonly bar = h("span", { class: "bar", "aria-hidden": "true" }, this.fill);
  private readonly tests = h("span");
  private readonly submitted = h("td", { "data-label": "Submitted" });
  private readonly signals = h("td", { "data-label": "Signals", class: "quiet" });
  private readonly seen = h("td", { "data-label": "Seen", class: "quiet" });

  private readonly button = h("button", { class: "button bare", type: "button" }, "Act");

  constructor(public row: BoardRow, act: (row: BoardRow) => void) {
    const tests = h("td", { "data-label": "Tests" }, h("span", { class: "meter" }, this.bar, this.tests));
    const name = h("th", { scope: "row" }, this.link);
    const acts = h("td", { class: "acts" }, this.button);
    this.button.addEventListener("click", () => act(this.row));
    this.element = h("tr", {}, name, h("td", {}, this.word), this.left, this.question, tests, this.submitted, this.signals, this.seen, acts);
    this.write();
  }

  /** Take a newer row. True where more than the time of the last sign of life is different. */
  update(row: BoardRow): boolean {
    const changed = differs(this.row, row);
    this.row = row;
    if (changed) this.write();
    return changed;
  }

  /** The two cells in which time goes on. */
  tick(clock: ServerClock, now: number): void {
    const { row } = this;
    const running = row.status === "active" || row.status === "abandoned";
    const left = running ? clock.left(row.deadline) : null;
    write(this.left, left === null ? "–" : left === 0 ? "over" : countdown(left));
    write(this.seen, ago(row.last_seen_at, now) || "never");
  }

  /** Draw attention, once. */
  flash(): void {
    this.element.classList.remove("changed");
    requestAnimationFrame(() => this.element.classList.add("changed"));
  }

  private write(): void {
    const { row } = this;
    const started = row.status !== "invited";
    this.link.href = row.url;
    this.link.title = row.name;
    write(this.link, row.name);
    this.button.setAttribute("aria-label", `Act on ${row.name}`);
    write(this.state, stateWord(row));
    this.word.dataset.presence = row.status === "active" ? row.presence : "none";
    this.question.title = row.current_question ?? "";
    write(this.question, row.current_question ?? "–");
    this.bar.hidden = !started;
    this.fill.style.width = `${row.tests_total ? (100 * row.tests_passed) / row.tests_total : 0}%`;
    write(this.tests, started ? `${row.tests_passed} of ${row.tests_total}` : "–");
    write(this.submitted, started ? `${row.submitted} of ${row.questions}` : "–");
    const signals = signalWords(row);
    this.signals.title = signals === "–" ? "" : signals;
    write(this.signals, signals);
    this.seen.title = row.last_seen_at ? moment(row.last_seen_at) : "";
  }
}

export function write(cell: HTMLElement, text: string): void {
  if (cell.textContent !== text) cell.textContent = text;
}

function differs(a: BoardRow, b: BoardRow): boolean {
  return JSON.stringify({ ...a, last_seen_at: "" }) !== JSON.stringify({ ...b, last_seen_at: "" });
}
