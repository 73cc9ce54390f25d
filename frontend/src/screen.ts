// What is on screen: one question with its text, its results, and its place in the list.

import type { Answers } from "./answers";
import { byId, h } from "./dom";
import type { Editor } from "./editor";
import type { Overview } from "./overview";
import type { Panes } from "./panes";
import type { PassedSamples } from "./passed";
import type { Question } from "./question";
import type { ResultsPane } from "./resultspane";
import type { Kind } from "./running";
import type { SignalLog } from "./signals";

export interface ScreenOptions {
  labels: Record<string, string>;
  editor: Editor;
  answers: Answers;
  overview: Overview;
  results: ResultsPane;
  passed: PassedSamples;
  panes: Panes;
  selectTab: (tab: string) => void;
  signals: SignalLog;
  /** Another question will be shown: save what stands there. */
  leaves: () => void;
  /** Another question is shown: tell those who watch. */
  opened: () => void;
}

export class Screen {
  current!: Question;

  constructor(private readonly options: ScreenOptions) {}

  open(question: Question): void {
    const { labels, panes, results, leaves, opened } = this.options;
    leaves();
    this.current = question;
    for (const section of document.querySelectorAll<HTMLElement>("[data-question]")) {
      section.classList.toggle("current", section.dataset.question === question.id);
    }
    byId("statement").scrollTop = 0;
    document.body.classList.toggle("words", !question.isCode);
    if (question.isCode) {
      const offered = question.data.languages.length ? question.data.languages : [question.language];
      const options = offered.map((name) => h("option", { value: name }, labels[name] ?? name));
      byId("language").replaceChildren(...options);
      byId<HTMLTextAreaElement>("own-input").value = question.ownInput;
    } else panes.show("statement");
    this.show();
    if (question.isCode) results.show();
    opened();
  }

  /** The text of the question may have changed, or its language. */
  show(): void {
    const { answers, editor, signals } = this.options;
    const { id, language, code, title, isCode } = this.current;
    answers.show(this.current);
    if (isCode) {
      byId<HTMLSelectElement>("language").value = language;
      editor.show(id, language, code, title);
      signals.shown(id, code.length);
    }
    this.refresh();
  }

  /** How far the questions are. */
  refresh(): void {
    this.options.overview.refresh(this.current);
  }

  /** Bring results to the front. */
  front(kind: Kind): void {
    this.options.panes.show("results");
    this.options.selectTab(kind === "own" ? "tab-input" : "tab-results");
  }

  /** Results or submissions of a question have changed. */
  progressed(question: Question): void {
    const { passed, results } = this.options;
    passed.set(question.id, question.passedSamples);
    if (question === this.current) results.show();
    this.refresh();
  }

  /** All can be read, and nothing changed. */
  lock(readOnly: boolean): void {
    const { editor, answers, overview } = this.options;
    for (const part of [editor, answers, overview]) part.lock(readOnly);
  }
}
