// The dialog in which staff say what to do, how much, and why.

import { type Deed, deedsFor } from "./boarddeeds";
import { h, icon } from "./dom";
import type { BoardAction, BoardRow } from "./protocol";

export type Wish = Omit<BoardAction, "type" | "id">;

export class DeedDialog {
  private readonly dialog: HTMLDialogElement;
  private readonly form: HTMLFormElement;
  private readonly note = h("p", { class: "note" });
  private readonly minutes = h("input", { class: "field", type: "number", value: "10", min: "-1440", max: "1440", step: "1", required: true });
  private readonly text = h("textarea", { class: "field", rows: "4", maxlength: "2000", required: true });
  private readonly reason = h("input", { class: "field wide", type: "text", maxlength: "300", required: true, autocomplete: "off" });
  private readonly reasonNote = h("span", { class: "note", id: "reason-note" });
  private readonly problem = h("p", { class: "callout bad", role: "alert", hidden: true });
  private readonly go = h("button", { class: "button primary", type: "submit" });
  private readonly minutesField = field("Minutes", this.minutes);
  private readonly textField = field("Message", this.text);
  private readonly deeds: Deed[];
  private deed: Deed;

  /** `row` null: everyone whose test runs. `send` resolves with what went wrong, or "" where it is done. */
  constructor(private readonly row: BoardRow | null, first: string, private readonly send: (wish: Wish) => Promise<string>) {
    this.deeds = deedsFor(row);
    this.deed = this.deeds.find(({ deed }) => deed === first) ?? this.deeds[0]!;
    this.reason.setAttribute("aria-describedby", "reason-note");
    const cancel = h("button", { class: "button", type: "button", onclick: () => this.dialog.close() }, "Cancel");
    const title = h("h2", { id: "deed-title" }, row ? row.name : "Everyone whose test runs");
    this.form = h("form", { onsubmit: (event: Event) => void this.submit(event) },
      title, this.choices(), this.note, this.minutesField, this.textField, field("Reason", this.reason, this.reasonNote),
      this.problem, h("div", { class: "choices" }, cancel, this.go));
    this.dialog = h("dialog", { class: "deed", "aria-labelledby": "deed-title", onclose: () => this.dialog.remove() }, this.form);
    this.show();
  }

  open(): void {
    const before = document.activeElement;
    this.dialog.addEventListener("close", () => before instanceof HTMLElement && before.focus());
    document.body.append(this.dialog);
    this.dialog.showModal();
  }

  private choices(): HTMLElement {
    const one = (deed: Deed): HTMLElement => h("label", {}, h("input", {
      type: "radio", name: "deed", value: deed.deed, checked: deed === this.deed, onchange: () => { this.deed = deed; this.show(); },
    }), ` ${deed.choice}`);
    return h("fieldset", {}, h("legend", { class: "unseen" }, "What to do"), ...this.deeds.map(one));
  }

  private show(): void {
    const { deed, note, reasonNote, button } = this.deed;
    this.note.textContent = note;
    this.reasonNote.textContent = reasonNote;
    this.go.textContent = button;
    this.go.classList.toggle("danger", deed === "end");
    for (const [place, input, shown] of [[this.minutesField, this.minutes, deed === "time"], [this.textField, this.text, deed === "message"]] as const) {
      place.hidden = !shown;
      input.disabled = !shown; // a hidden field must not hold back the form
    }
    this.complain("");
  }

  private complain(text: string): void {
    this.problem.hidden = !text;
    this.problem.textContent = text;
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const seconds = Math.round(Number(this.minutes.value) * 60);
    if (this.deed.deed === "time" && !seconds) return this.complain("Give at least one minute, or take one.");
    if (!this.reason.value.trim()) return this.complain("Say why: it is kept in the history.");
    this.go.disabled = true;
    this.go.replaceChildren(icon("hourglass"), "One moment");
    this.complain("");
    const wish: Wish = { action: this.deed.deed, sessions: this.row ? [this.row.session_id] : null, reason: this.reason.value };
    if (this.deed.deed === "time") wish.seconds = seconds;
    if (this.deed.deed === "message") wish.text = this.text.value;
    const problem = await this.send(wish);
    this.go.disabled = false;
    this.go.textContent = this.deed.button;
    if (problem) this.complain(problem);
    else this.dialog.close();
  }
}

function field(label: string, input: HTMLElement, more?: HTMLElement): HTMLElement {
  return h("label", { class: "asked" }, h("span", {}, label), input, more);
}
