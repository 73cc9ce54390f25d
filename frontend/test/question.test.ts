import { expect, test } from "vitest";
import examples from "../../sessions/tests/messages.json";
import type { QuestionState, SubmissionState } from "../src/protocol";
import { Question } from "../src/question";

test("the mark of what counts moves as the server says, and nothing else of a submission changes", () => {
  const data = examples.Welcome.snapshot.questions[0] as QuestionState;
  const first = data.submissions[0]!;
  const newer: SubmissionState = { ...first, id: "newer", verdict: "accepted", counts: false };
  const question = new Question({ ...data, submissions: [newer, { ...first }] }, 1, "python");
  expect(question.learnCounting([first])).toBe(false);
  expect(question.learnCounting([{ ...newer, verdict: "", counts: true }, { ...first, counts: false }])).toBe(true);
  expect(question.submissions).toEqual([{ ...newer, counts: true }, { ...first, counts: false }]);
  expect(question.learnCounting([])).toBe(true);
  expect(question.submissions.some(({ counts }) => counts)).toBe(false);
});
