// The list of questions in the header: states, marks, parts; and handing in a part.

import { writtenElsewhere } from "./api";
import { ask, byId, h, icon } from "./dom";
import { PROGRESS, type Question } from "./question";

export interface OverviewOptions {
  questions: Question[];
  completed: string[];
  choose: (question: Question) => void;
  /** Save everything; false where something could not be. */
  flush: () => Promise<boolean>;
  /** Tell the server which parts are handed in. */
  handIn: (completed: string[]) => Promise<void>;
  mark: (question: Question, marked: boolean) => Promise<void>;
  notify: (text: string) => void;
  announce: (text: string) => void;
  /** Another page holds the pen: this one may only read. */
  elsewhere: () => void;
}

const OPEN = new Set(["untouched", "tried", "passed"]);

/** Questions without an answer that was handed in, as sentences of a dialog. */
export function openItems(questions: Question[]): HTMLElement[] {
  return questions.filter(({ state, data }) => OPEN.has(state) || data.marked).map((question) => {
    const said = question.state === "untouched" ? (question.isCode ? "nothing written" : "not answered") : OPEN.has(question.state) ? "not submitted, your last saved text will be judged" : PROGRESS[question.state].word;
    return h("li", {}, h("strong", {}, `${question.number}. ${question.title}`), `: ${said}`, question.data.marked && ", marked to come back to");
  });
}

export class Overview {
  private readonly parts: string[];
  private readonly completed: Set<string>;
  private current: Question | null = null;
  private readOnly = false;

  constructor(private readonly options: OverviewOptions) {
    this.parts = [...new Set(options.questions.map(({ data }) => data.section))];
    this.completed = new Set(options.completed);
    for (const question of options.questions) {
      const button = this.markButton(question);
      button?.addEventListener("click", () => void this.mark(question));
      this.showMark(question);
    }
  }

  refresh(current: Question): void {
    this.current = current;
    const list = byId("questions");
    const focused = list.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.key : undefined;
    list.replaceChildren(...(this.parts.length > 1 ? this.parts.map((part) => this.part(part)) : this.buttons(this.options.questions)));
    list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (focused !== undefined) list.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  /** Another page writes: nothing can be handed in from here. */
  lock(readOnly: boolean): void {
    this.readOnly = readOnly;
    if (this.current) this.refresh(this.current);
  }

  private part(part: string): HTMLElement {
    const done = this.completed.has(part);
    const label = `${part}: ${done ? "handed in" : "hand in this part"}`;
    const open = h("button", { type: "button", class: "part-name", "data-key": `part ${part}`, "aria-label": label, title: label,
      ...(this.readOnly && { "aria-disabled": "true", "aria-describedby": "elsewhere-why" }), onclick: () => void this.handIn(part) },
      icon(done ? "check" : "flag"), h("span", {}, part));
    return h("li", { class: "part" }, open, h("ol", { class: "questions", "aria-label": part }, ...this.buttons(this.of(part))));
  }

  private of(part: string): Question[] {
    return this.options.questions.filter(({ data }) => data.section === part);
  }

  private buttons(questions: Question[]): HTMLElement[] {
    return questions.map((question) => {
      const { word, icon: name } = PROGRESS[question.state];
      const marked = question.data.marked ? ", marked to come back to" : "";
      const label = `Question ${question.number}: ${question.title}, ${word}${marked}`;
      return h("li", {}, h("button", {
        type: "button", "data-state": question.state, "data-key": String(question.number), title: label, "aria-label": label,
        "aria-current": question === this.current ? "true" : undefined, onclick: () => this.options.choose(question),
      }, icon(name), String(question.number), marked && icon("bookmark", "marked")));
    });
  }

  private async handIn(part: string): Promise<void> {
    const { flush, handIn, notify, announce, elsewhere, questions, choose } = this.options;
    const items = openItems(this.of(part));
    const choice = await ask(
      [
        h("h2", {}, `Hand in “${part}”?`),
        h("p", {}, items.length ? "Still open or marked in this part:" : "You answered every question of this part."),
        items.length ? h("ul", {}, ...items) : h("span"),
        h("p", {}, "The people who invited you see that you are done with it. You can still come back and change it while there is time."),
      ],
      [{ value: "", text: "Keep working" }, { value: "yes", text: "Hand in this part", primary: true }],
    );
    if (choice !== "yes") return;
    try {
      if (!(await flush())) throw new Error("unsaved");
      await handIn([...this.completed, part]);
    } catch (error) {
      if (writtenElsewhere(error)) return elsewhere();
      return notify("This part was not handed in: we could not reach the server. Your work is kept; please try again.");
    }
    this.completed.add(part);
    const next = questions.find(({ data }) => !this.completed.has(data.section));
    if (next) choose(next);
    else if (this.current) this.refresh(this.current);
    announce(next ? `“${part}” is handed in. Next: ${next.data.section}.` : `“${part}” is handed in. It was the last part: press Finish when you are done.`);
  }

  // --- marks ---

  private markButton(question: Question): HTMLElement | null {
    return document.querySelector<HTMLElement>(`[data-question="${question.id}"] [data-mark]`);
  }

  private showMark(question: Question): void {
    this.markButton(question)?.setAttribute("aria-pressed", String(question.data.marked));
  }

  private async mark(question: Question): Promise<void> {
    const marked = !question.data.marked;
    this.setMark(question, marked);
    try {
      await this.options.mark(question, marked);
      this.options.announce(marked ? "Marked to come back to." : "The mark is gone.");
    } catch {
      this.setMark(question, !marked);
      this.options.notify(`The mark could not be ${marked ? "set" : "taken away"}: we could not reach the server.`);
    }
  }

  private setMark(question: Question, marked: boolean): void {
    question.data.marked = marked;
    this.showMark(question);
    if (this.current) this.refresh(this.current);
  }
}
