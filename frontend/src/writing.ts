// What the candidate writes, from the keys to the queue; and texts that come back: a restore, a choice, another page.

import { ANSWER, inWords } from "./answers";
import type { Api } from "./api";
import type { Conflict, DraftQueue } from "./drafts";
import type { Editor } from "./editor";
import type { Panes } from "./panes";
import { type Preferences, writePreferences } from "./preferences";
import type { SubmissionState } from "./protocol";
import type { Question } from "./question";
import { problem } from "./running";
import type { Screen } from "./screen";
import type { SignalLog } from "./signals";
import { announce, notify } from "./status";
import { chooseVersion } from "./versions";

export interface WritingOptions {
  api: Api;
  questions: Question[];
  queue: DraftQueue;
  screen: Screen;
  editor: Editor;
  panes: Panes;
  signals: SignalLog;
  preferences: Preferences;
}

export class Writing {
  constructor(private readonly options: WritingOptions) {}

  edited(code: string): void {
    const { queue, screen, signals } = this.options;
    const { current } = screen;
    const first = current.state === "untouched";
    signals.edited(current.id, code.length);
    current.write(current.language, code);
    queue.edit(current.id, current.language, code);
    if (first) screen.refresh();
  }

  answered(question: Question, answer: string): void {
    const before = question.state;
    question.write(ANSWER, answer);
    this.options.queue.edit(question.id, ANSWER, answer);
    if (question.state !== before) this.options.screen.refresh();
  }

  chooseLanguage(language: string): void {
    const { queue, screen, preferences } = this.options;
    void queue.flush();
    screen.current.language = preferences.language = language;
    writePreferences(preferences);
    screen.show();
  }

  reset(): void {
    const { editor, screen } = this.options;
    editor.replace(screen.current.starter);
    announce("Back to the starter code. Undo brings back what was there.");
    editor.focus();
  }

  /** A text of another page. choose: it is what the candidate worked on. */
  received(id: string, language: string, code: string, choose: boolean): void {
    const question = this.of(id);
    question?.write(language, code);
    if (question && choose) question.language = language;
  }

  async choose(conflict: Conflict): Promise<void> {
    const { queue, screen, editor } = this.options;
    const { question, language, current } = conflict;
    const asked = this.of(question);
    const choice = await chooseVersion(conflict, asked?.title ?? "", (code) => (asked ? inWords(asked, code) : code));
    queue.resolve(question, language, choice);
    if (choice !== "theirs" || !asked) return;
    asked.write(language, current.code);
    if (asked !== screen.current || language !== asked.language) return;
    if (asked.isCode) editor.replace(current.code); // undo brings back what was there
    screen.show();
  }

  async restore(submission: SubmissionState): Promise<void> {
    const { api, screen, editor, panes, signals } = this.options;
    const question = screen.current;
    try {
      const code = await api.submittedCode(submission.id);
      if (question !== screen.current) return;
      if (question.language !== submission.language) this.chooseLanguage(submission.language);
      signals.shown(question.id, code.length); // the candidate's own text
      editor.replace(code);
      panes.show("editor");
      announce("The submitted code is back in the editor. Undo brings back what was there.");
    } catch (error) {
      notify(problem(error));
    }
  }

  private of(id: string): Question | undefined {
    return this.options.questions.find((question) => question.id === id);
  }
}
