// The pane of results: of the question on screen its last run, its own input, and its submissions.

import { arrange, byId, h } from "./dom";
import type { Snapshot, SubmissionState } from "./protocol";
import type { Question } from "./question";
import { submissionList } from "./submissions";

export interface ResultsPaneOptions {
  questions: Question[];
  current: () => Question;
  labels: Record<string, string>;
  restore: (submission: SubmissionState) => void;
  look: (submission: SubmissionState) => void;
}

export class ResultsPane {
  private countingRead = 0;

  constructor(private readonly options: ResultsPaneOptions) {}

  show(): void {
    const { shown, shownOwn } = this.options.current();
    const nothing = h("p", { class: "empty" }, "Run your program on the samples, or submit it. Each test's verdict appears here.");
    arrange(byId("panel-results"), [shown?.element ?? nothing]);
    arrange(byId("own-result"), shownOwn ? [shownOwn.element] : []);
    this.showHistory();
  }

  /** Which submission counts, as a snapshot tells it. */
  learnCounting(snapshot: Snapshot): void {
    const read = Date.parse(snapshot.server_now);
    if (read < this.countingRead) return; // overtaken by a newer answer
    this.countingRead = read;
    for (const question of this.options.questions) {
      const fresh = snapshot.questions.find(({ id }) => id === question.id)?.submissions ?? [];
      if (question.learnCounting(fresh) && question === this.options.current()) this.showHistory();
    }
  }

  private showHistory(): void {
    const { current, labels, restore, look } = this.options;
    const { submissions } = current();
    byId("tab-history").textContent = submissions.length ? `Submissions (${submissions.length})` : "Submissions";
    byId("panel-history").replaceChildren(submissionList(submissions, { labels, restore, look }));
  }
}
