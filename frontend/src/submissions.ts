// The history of what was handed in, each with a way back into the editor.

import { moment, timeOfDay } from "./clock";
import { h, icon } from "./dom";
import type { SubmissionState } from "./protocol";
import { verdict } from "./words";

export interface SubmissionActions {
  labels: Record<string, string>;
  restore: (submission: SubmissionState) => void;
  look: (submission: SubmissionState) => void;
}

export function submissionList(submissions: SubmissionState[], actions: SubmissionActions): HTMLElement {
  if (!submissions.length) return h("p", { class: "empty" }, "Nothing submitted yet. Submit as often as you like; the best one counts.");
  return h("ul", { class: "submission-list" }, ...submissions.map((each) => row(each, actions)));
}

function row(submission: SubmissionState, { labels, restore, look }: SubmissionActions): HTMLElement {
  const said = submission.verdict ? verdict(submission.verdict) : null;
  const tone = said ? { good: "good", bad: "bad", slow: "warn", ours: "warn" }[said.look] : "";
  const counted = submission.total ? `, ${submission.passed ?? 0} of ${submission.total}` : "";
  return h("li", {},
    h("div", {},
      h("div", { class: `word ${tone}` }, icon(said?.icon ?? "loader-circle", said ? "" : "spin"), said ? `${said.word}${counted}` : "Being judged"),
      h("div", { class: "note" },
        h("time", { datetime: submission.received_at, title: moment(submission.received_at) }, timeOfDay(submission.received_at)),
        ` · ${labels[submission.language] ?? submission.language}`),
      submission.counts && h("div", { class: "word note", title: "The best submission of a question makes its points." }, icon("circle-check"), "counts")),
    h("div", { class: "acts" },
      h("button", { class: "button bare", type: "button", onclick: () => look(submission) }, "Tests"),
      h("button", { class: "button bare", type: "button", onclick: () => restore(submission) }, icon("history"), "Restore")));
}
