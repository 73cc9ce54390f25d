// One question as the page knows it: its texts by language, its submissions, and how far the candidate is.

import { ANSWER } from "./answers";
import type { QuestionState, SubmissionState } from "./protocol";
import type { ResultsView } from "./results";

export type Progress = "untouched" | "tried" | "passed" | "submitted" | "answered";

export const PROGRESS: Record<Progress, { word: string; icon: string }> = {
  untouched: { word: "not begun", icon: "circle" },
  tried: { word: "tried", icon: "circle-dot" },
  passed: { word: "passes the samples", icon: "check" },
  submitted: { word: "submitted", icon: "circle-check" },
  answered: { word: "answered", icon: "circle-check" },
};

export class Question {
  language: string;
  readonly submissions: SubmissionState[];
  passedSamples = false;
  shown: ResultsView | null = null;
  shownOwn: ResultsView | null = null;
  ownInput: string;
  private readonly texts = new Map<string, string>();

  constructor(
    readonly data: QuestionState,
    readonly number: number,
    preferred: string,
  ) {
    for (const draft of data.drafts) this.texts.set(draft.language, draft.code);
    this.submissions = [...data.submissions];
    const newest = [...data.drafts].sort((a, b) => b.saved_at.localeCompare(a.saved_at))[0]?.language;
    const first = data.languages.includes(preferred) ? preferred : data.languages[0];
    this.language = newest ?? first ?? (this.isCode ? "python" : ANSWER);
    this.ownInput = data.samples[0]?.input ?? "";
  }

  get id(): string {
    return this.data.id;
  }

  /** Whether it is answered with a program; else on the page itself. */
  get isCode(): boolean {
    return this.data.kind === "code";
  }

  get title(): string {
    return this.data.title;
  }

  get code(): string {
    return this.texts.get(this.language) ?? this.starter;
  }

  get starter(): string {
    return this.data.starter[this.language] ?? "";
  }

  write(language: string, code: string): void {
    this.texts.set(language, code);
  }

  /** Which submission counts by now, as the server says. True where that is news. */
  learnCounting(fresh: SubmissionState[]): boolean {
    const best = fresh.find((submission) => submission.counts)?.id;
    const moved = this.submissions.filter((submission) => submission.counts !== (submission.id === best));
    for (const submission of moved) submission.counts = !submission.counts;
    return moved.length > 0;
  }

  get state(): Progress {
    if (!this.isCode) return this.code.trim() ? "answered" : "untouched";
    if (this.submissions.length) return "submitted";
    if (this.passedSamples) return "passed";
    return this.texts.size ? "tried" : "untouched";
  }
}
