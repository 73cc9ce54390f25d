import { expect, test } from "vitest";
import examples from "../../sessions/tests/messages.json";
import { ANSWER, inWords } from "../src/answers";
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

test("a question without a program is answered as soon as something is written, and open again when it is cleared", () => {
  const question = new Question(examples.Welcome.snapshot.questions[1] as QuestionState, 2, "python");
  expect([question.isCode, question.language, question.state]).toEqual([false, ANSWER, "answered"]);
  expect(inWords(question, question.code)).toBe("A set");
  question.write(ANSWER, "");
  expect([question.state, inWords(question, "")]).toEqual(["untouched", "(nothing chosen)"]);
});
