// Runs and submissions of the workspace: started, followed until they are over, and shown again.

import { type Api, ApiError, NetworkError, writtenElsewhere } from "./api";
import { block } from "./blocked";
import type { ServerClock } from "./clock";
import { type LineMark, lineMarks } from "./compile";
import { byId, h, icon } from "./dom";
import type { SubmissionState } from "./protocol";
import type { Question } from "./question";
import { type ResultsContext, ResultsView } from "./results";
import type { RunView, RunWatcher } from "./runs";
import { plural, verdict } from "./words";

export type Kind = ResultsContext["kind"];

export interface RunningContext {
  api: Api;
  clock: ServerClock;
  watcher: RunWatcher;
  /** Save what is unsaved, without waiting for it. */
  flush: () => void;
  /** Bring the results to the front. */
  show: (kind: Kind) => void;
  /** Results, submissions or progress of a question have changed. */
  changed: (question: Question) => void;
  /** A submission has its verdict: another one may count now. */
  judged: () => void;
  /** What a compiler or an interpreter said of the lines of a program; no marks: a new run begins. */
  lines: (question: Question, language: string, marks: LineMark[]) => void;
  announce: (text: string) => void;
  /** Another page holds the pen: this one may only read. */
  elsewhere: () => void;
}

interface Followed {
  question: Question;
  language: string;
  view: ResultsView;
  kind: Kind;
  submission: SubmissionState | null;
}

export class Running {
  private readonly followed = new Map<string, Followed>();
  /** Runs of a text that may no longer be the one in the editor. */
  private readonly looked = new Set<string>();
  private ticking: ReturnType<typeof setInterval> | undefined;
  private busy = false;

  constructor(private readonly context: RunningContext) {}

  run(question: Question, code: string, input?: string): Promise<void> {
    const kind = input === undefined ? "samples" : "own";
    return this.launch(question, kind, async () => {
      this.follow(question, await this.context.api.run(question.id, question.language, code, input), kind);
      return question;
    });
  }

  submit(question: Question, code: string): Promise<void> {
    return this.launch(question, "submission", async () => {
      const { language } = question;
      const { id, run_id } = await this.context.api.submit(question.id, language, code);
      const received_at = new Date(this.context.clock.now()).toISOString();
      const submission = { id, run_id, received_at, language, verdict: "", passed: null, total: null, counts: false };
      question.submissions.unshift(submission);
      this.follow(question, run_id, "submission", submission);
      return question;
    });
  }

  /** News of a run that is followed. */
  changed(run: RunView): void {
    const followed = this.followed.get(run.id);
    if (!followed) return;
    const { question, language, view, kind, submission } = followed;
    view.update();
    if (!run.done) return;
    if (!this.looked.has(run.id)) this.context.lines(question, language, marksOf(run, language));
    this.followed.delete(run.id);
    if (kind === "samples") question.passedSamples = run.done.verdict === "accepted";
    if (submission) Object.assign(submission, { verdict: run.done.verdict, passed: run.done.passed, total: run.done.total });
    this.context.changed(question);
    if (submission) this.context.judged();
    const counted = kind === "own" ? "" : `: ${run.done.passed} of ${plural(run.done.total, "test")} passed`;
    this.context.announce(`${verdict(run.done.verdict).word}${counted}. ${run.done.verdict === "accepted" ? "" : run.done.message}`);
  }

  /** Show again how a submission did. */
  look(question: Question, submission: SubmissionState): void {
    this.looked.add(submission.run_id);
    this.follow(question, submission.run_id, "submission", submission);
    this.context.watcher.look(submission.run_id);
    this.context.show("submission");
    this.context.changed(question);
  }

  /** After a reload: go on with what was being judged. */
  resume(question: Question): void {
    const waiting = question.submissions.filter((submission) => !submission.verdict).reverse();
    for (const submission of waiting) {
      this.looked.add(submission.run_id);
      this.follow(question, submission.run_id, "submission", submission);
      this.context.watcher.look(submission.run_id);
    }
    if (waiting.length) this.context.changed(question);
  }

  private async launch(question: Question, kind: Kind, begin: () => Promise<Question>): Promise<void> {
    if (this.busy) return;
    this.setBusy(true);
    this.context.lines(question, question.language, []);
    this.context.show(kind);
    const place = byId(kind === "own" ? "own-result" : "panel-results");
    place.replaceChildren(h("p", { class: "outcome" }, icon("loader-circle", "spin"), "Sending"));
    try {
      this.context.flush();
      this.context.changed(await begin());
    } catch (error) {
      if (writtenElsewhere(error)) this.context.elsewhere();
      const said = h("span", {}, problem(error));
      place.replaceChildren(h("p", { class: "callout bad", role: "alert" }, icon("triangle-alert"), said));
    } finally {
      this.setBusy(false);
    }
  }

  private follow(question: Question, id: string, kind: Kind, submission: SubmissionState | null = null): void {
    const total = { own: 1, samples: question.data.samples.length, submission: question.data.tests }[kind];
    const run: RunView = { id, state: "queued", compile: null, tests: new Map(), total, done: null };
    const view = new ResultsView(run, { kind, samples: question.data.samples });
    if (kind === "own") question.shownOwn = view;
    else question.shown = view;
    this.followed.set(id, { question, language: submission?.language ?? question.language, view, kind, submission });
    this.ticking ??= setInterval(() => this.tick(), 1_000);
    this.context.watcher.watch(run);
  }

  /** A run that takes long says for how long. */
  private tick(): void {
    for (const { view } of this.followed.values()) view.update();
    if (this.followed.size) return;
    clearInterval(this.ticking);
    this.ticking = undefined;
  }

  private setBusy(busy: boolean): void {
    this.busy = busy;
    block(["run", "submit", "run-own"], "busy", busy);
  }
}

/** The lines that the compiler's output means, or the standard error of the first test that shows one. */
function marksOf({ compile, done, tests }: RunView, language: string): LineMark[] {
  if (compile?.output) return lineMarks(language, compile.output);
  if (done?.verdict !== "runtime_error") return [];
  const said = [...tests.values()].sort((a, b) => a.index - b.index).find(({ verdict: of, stderr }) => of === "runtime_error" && stderr);
  return lineMarks(language, said?.stderr ?? "");
}

/** What to say where the server refused, or did not answer. */
export function problem(error: unknown): string {
  if (error instanceof ApiError) return error.message || "The server refused this.";
  if (error instanceof NetworkError && error.message) return `${error.message} Your work is kept; please try again.`;
  return "We could not reach the server. Your work is kept on this device; please try again.";
}
