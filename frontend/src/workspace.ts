// The workspace: joins the parts. Every rule lives in the part that it belongs to.

import { Api, ApiError, NetworkError, type Page, pageData } from "./api";
import { timeOfDay } from "./clock";
import { type Conflict, DraftQueue, type SaveState } from "./drafts";
import { ask, byId, copyText, h, icon } from "./dom";
import { Editor } from "./editor";
import { finish, timeUp } from "./ending";
import { Live } from "./live";
import { Panes, tabs } from "./panes";
import { readPreferences, writePreferences } from "./preferences";
import type { Snapshot, SubmissionState } from "./protocol";
import { Question } from "./question";
import { type ResultsContext, ResultsView } from "./results";
import type { RunView } from "./runs";
import type { SocketState } from "./socket";
import { announce, notify, showQuestions, showSaveState, showTime } from "./status";
import { LocalHeldStore, pageId } from "./store";
import { submissionList } from "./submissions";
import { plural, verdict } from "./words";

interface WorkspacePage extends Page {
  snapshot: Snapshot;
  languages: Record<string, string>;
}

class Workspace {
  private readonly preferences = readPreferences();
  private readonly questions: Question[];
  private readonly api: Api;
  private readonly queue: DraftQueue;
  private readonly live: Live;
  private readonly editor: Editor;
  private readonly panes: Panes;
  private readonly selectTab: (tab: string) => void;
  private readonly running = new Map<string, { question: Question; view: ResultsView; kind: ResultsContext["kind"]; submission?: SubmissionState }>();
  private current!: Question;
  private leaving = false;
  private busy = false;
  private saveState: SaveState = { kind: "idle" };
  private connection: SocketState = "connecting";

  constructor(private readonly page: WorkspacePage) {
    const { snapshot } = page;
    this.questions = snapshot.questions.map((data, i) => new Question(data, i + 1, this.preferences.language));
    this.api = new Api(page, (answer) => this.live.sync(answer));
    this.live = new Live(page.session_id, this.api, {
      question: () => this.current.id,
      onWelcome: () => void this.queue.flush(),
      onMessage: ({ text }) => notify(`Message from the people who watch this test: ${text}`),
      onTime: ({ seconds, reason }) => this.timeChanged(seconds, reason),
      onRun: (run) => this.runChanged(run),
      onConnection: (state) => this.connected(state),
      onEnded: () => this.leave(),
      onTick: showTime,
      onZero: () => void timeUp(this.ending),
      announce,
    });
    const id = pageId();
    const store = new LocalHeldStore(page.session_id, id);
    this.queue = new DraftQueue({
      page: id,
      store,
      transport: (save) => this.live.saving.send(save),
      onState: (state) => this.showSaved(state),
      onConflict: (conflict) => void this.choose(conflict),
      onReply: (reply) => this.live.sync(reply),
    });
    for (const { data } of this.questions) for (const draft of data.drafts) this.queue.know(data.id, draft);
    for (const held of this.queue.adopt(store.takeOthers())) {
      const question = this.questions.find((each) => each.id === held.question);
      question?.write(held.language, held.code);
      if (question) question.language = held.language;
    }
    this.editor = new Editor({
      parent: byId("editor"),
      nonce: page.nonce,
      fontSize: this.preferences.fontSize,
      onEdit: (code) => this.edited(code),
      onBlur: () => void this.queue.flush(),
    });
    this.panes = new Panes(byId("panes"), byId("pane-tabs"), this.preferences, () => writePreferences(this.preferences));
    this.selectTab = tabs(byId("tabs"), () => undefined);
    this.listen();
    this.open(this.questions[0]!);
    this.live.start(snapshot);
    for (const question of this.questions) this.followUnjudged(question);
  }

  private get ending(): Parameters<typeof finish>[0] {
    const { api, queue, questions } = this;
    return { api, queue, questions, left: () => this.live.clock.left(this.live.deadline), leave: () => this.leave(), notify };
  }

  // --- what is on screen ---

  private open(question: Question): void {
    void this.queue.flush();
    this.current = question;
    for (const section of document.querySelectorAll<HTMLElement>("[data-question]")) {
      section.classList.toggle("current", section.dataset.question === question.id);
    }
    byId("statement").scrollTop = 0;
    const offered = question.data.languages.length ? question.data.languages : [question.language];
    const options = offered.map((name) => h("option", { value: name }, this.page.languages[name] ?? name));
    byId("language").replaceChildren(...options);
    byId<HTMLTextAreaElement>("own-input").value = question.ownInput;
    this.showText();
    this.showResults();
    this.live.beat();
  }

  private showText(): void {
    const { id, language, code, title } = this.current;
    byId<HTMLSelectElement>("language").value = language;
    this.editor.show(id, language, code, title);
    this.refreshQuestions();
  }

  private showResults(): void {
    const nothing = h("p", { class: "empty" }, "Run your program on the samples, or submit it. Each test's verdict appears here.");
    byId("panel-results").replaceChildren(this.current.shown?.element ?? nothing);
    byId("own-result").replaceChildren(...(this.current.shownOwn ? [this.current.shownOwn.element] : []));
    this.showHistory();
  }

  private showHistory(): void {
    const { submissions } = this.current;
    byId("tab-history").textContent = submissions.length ? `Submissions (${submissions.length})` : "Submissions";
    byId("panel-history").replaceChildren(submissionList(submissions, {
      labels: this.page.languages,
      restore: (submission) => void this.restore(submission),
      look: (submission) => this.look(submission),
    }));
  }

  private refreshQuestions(): void {
    showQuestions(this.questions, this.current, (question) => this.open(question));
  }

  private showSaved(state: SaveState): void {
    this.saveState = state;
    showSaveState(state, this.connection === "open");
  }

  private connected(state: SocketState): void {
    this.connection = state;
    showSaveState(this.saveState, state === "open");
    if (state === "refused") notify("This page is no longer connected. Please open the link of your invitation again; your work is kept.");
  }

  // --- writing ---

  private edited(code: string): void {
    const first = this.current.state === "untouched";
    this.current.write(this.current.language, code);
    this.queue.edit(this.current.id, this.current.language, code);
    if (first) this.refreshQuestions();
  }

  private chooseLanguage(language: string): void {
    void this.queue.flush();
    this.current.language = this.preferences.language = language;
    writePreferences(this.preferences);
    this.showText();
  }

  private async choose({ question, language, mine, current }: Conflict): Promise<void> {
    const version = (title: string, code: string): HTMLElement =>
      h("section", {}, h("h3", {}, title), h("pre", { class: "output", tabindex: "0", "aria-label": title }, code));
    const asked = this.questions.find((each) => each.id === question);
    const choice = await ask(
      [
        h("h2", {}, "There are two versions of your answer"),
        h("p", {}, `“${asked?.title ?? ""}” was also changed in another tab or on another device. Which one do you want to go on with? Neither is lost until you choose.`),
        h("div", { class: "versions" }, version("On this page", mine), version(`Saved ${timeOfDay(current.saved_at)}`, current.code)),
      ],
      [{ value: "theirs", text: "Take the saved one" }, { value: "mine", text: "Keep this page's", primary: true }],
      { wide: true, must: true },
    );
    this.queue.resolve(question, language, choice === "theirs" ? "theirs" : "mine");
    if (choice !== "theirs" || !asked) return;
    asked.write(language, current.code);
    if (asked === this.current && language === asked.language) this.showText();
  }

  private async restore(submission: SubmissionState): Promise<void> {
    const question = this.current;
    try {
      const code = await this.api.submittedCode(submission.id);
      if (question !== this.current) return;
      if (question.language !== submission.language) this.chooseLanguage(submission.language);
      this.editor.replace(code);
      this.panes.show("editor");
      announce("The submitted code is back in the editor. Undo brings back what was there.");
    } catch (error) {
      notify(problem(error));
    }
  }

  // --- running ---

  private async run(own: boolean): Promise<void> {
    const question = this.current;
    const input = own ? byId<HTMLTextAreaElement>("own-input").value : undefined;
    await this.launch(question, own ? "own" : "samples", () => this.api.run(question.id, question.language, this.editor.code, input));
  }

  private async submit(): Promise<void> {
    const question = this.current;
    await this.launch(question, "submission", async () => {
      const { language } = question;
      const { id, run_id } = await this.api.submit(question.id, language, this.editor.code);
      const received_at = new Date(this.live.clock.now()).toISOString();
      const submission = { id, run_id, received_at, language, verdict: "", passed: null, total: null };
      question.submissions.unshift(submission);
      this.refreshQuestions();
      return { run: run_id, submission };
    });
  }

  /** Save, start, and follow. `begin` answers with the run's id, and with the submission where it is one. */
  private async launch(
    question: Question,
    kind: ResultsContext["kind"],
    begin: () => Promise<string | { run: string; submission: SubmissionState }>,
  ): Promise<void> {
    if (this.busy) return;
    this.setBusy(true);
    this.panes.show("results");
    this.selectTab(kind === "own" ? "tab-input" : "tab-results");
    const target = byId(kind === "own" ? "own-result" : "panel-results");
    target.replaceChildren(h("p", { class: "outcome" }, icon("loader-circle", "spin"), "Sending"));
    try {
      void this.queue.flush();
      const begun = await begin();
      if (typeof begun === "string") this.follow(question, begun, kind);
      else this.follow(question, begun.run, kind, begun.submission);
      this.showResults();
    } catch (error) {
      target.replaceChildren(h("p", { class: "callout bad", role: "alert" }, icon("triangle-alert"), h("span", {}, problem(error))));
    } finally {
      this.setBusy(false);
    }
  }

  private follow(question: Question, id: string, kind: ResultsContext["kind"], submission?: SubmissionState): string {
    const total = kind === "own" ? 1 : kind === "samples" ? question.data.samples.length : question.data.tests;
    const run: RunView = { id, state: "queued", compile: null, tests: new Map(), total, done: null };
    const view = new ResultsView(run, { kind, samples: question.data.samples });
    if (kind === "own") question.shownOwn = view;
    else question.shown = view;
    this.running.set(id, { question, view, kind, ...(submission ? { submission } : {}) });
    this.live.runs.watch(run);
    return id;
  }

  private runChanged(run: RunView): void {
    const known = this.running.get(run.id);
    if (!known) return;
    const { question, view, kind, submission } = known;
    view.update();
    if (!run.done) return;
    this.running.delete(run.id);
    if (kind === "samples") question.passedSamples = run.done.verdict === "accepted";
    if (submission) Object.assign(submission, { verdict: run.done.verdict, passed: run.done.passed, total: run.done.total });
    if (question === this.current && submission) this.showHistory();
    this.refreshQuestions();
    const counted = kind === "own" ? "" : `: ${run.done.passed} of ${plural(run.done.total, "test")} passed`;
    announce(`${verdict(run.done.verdict).word}${counted}. ${run.done.verdict === "accepted" ? "" : run.done.message}`);
  }

  /** Show again how a submission did. */
  private look(submission: SubmissionState): void {
    this.live.runs.look(this.follow(this.current, submission.run_id, "submission", submission));
    this.showResults();
    this.selectTab("tab-results");
  }

  private followUnjudged(question: Question): void {
    const waiting = question.submissions.filter((submission) => !submission.verdict);
    for (const each of waiting.reverse()) this.live.runs.look(this.follow(question, each.run_id, "submission", each));
    if (waiting.length && question === this.current) this.showResults();
  }

  private setBusy(busy: boolean): void {
    this.busy = busy;
    for (const id of ["run", "submit", "run-own"]) byId(id).setAttribute("aria-disabled", String(busy));
  }

  // --- time and leaving ---

  private timeChanged(seconds: number, reason: string): void {
    const until = this.live.deadline ? ` Your test now ends at ${timeOfDay(this.live.deadline)}.` : "";
    const minutes = plural(Math.round(Math.abs(seconds) / 6) / 10, "minute");
    if (seconds) notify(`Your time was changed: ${minutes} ${seconds > 0 ? "more" : "less"}. ${reason}.${until}`);
    else notify(`${reason}.${until}`);
  }

  private leave(): void {
    if (this.leaving) return;
    this.leaving = true;
    void this.queue.flush().finally(() => {
      this.live.stop();
      this.queue.end();
      location.reload();
    });
  }

  private listen(): void {
    byId("language").addEventListener("change", (e) => this.chooseLanguage((e.target as HTMLSelectElement).value));
    byId("run").addEventListener("click", () => void this.run(false));
    byId("run-own").addEventListener("click", () => void this.run(true));
    byId("submit").addEventListener("click", () => void this.submit());
    byId("finish").addEventListener("click", () => void finish(this.ending));
    byId("own-input").addEventListener("input", (e) => (this.current.ownInput = (e.target as HTMLTextAreaElement).value));
    byId("smaller").addEventListener("click", () => this.zoom(-1));
    byId("larger").addEventListener("click", () => this.zoom(1));
    byId("reset").addEventListener("click", () => {
      this.editor.replace(this.current.starter);
      announce("Back to the starter code. Undo brings back what was there.");
      this.editor.focus();
    });
    document.addEventListener("keydown", (event) => this.key(event), true);
    document.addEventListener("click", (event) => void copySample(event));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && void this.queue.flush());
    window.addEventListener("pagehide", () => {
      if (!this.leaving) this.api.leave(this.queue.lastSaves());
    });
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) void this.submit();
    else void this.run(document.activeElement?.id === "own-input");
  }

  private zoom(step: number): void {
    this.preferences.fontSize = Math.min(24, Math.max(10, this.preferences.fontSize + step));
    this.editor.resize(this.preferences.fontSize);
    writePreferences(this.preferences);
  }
}

function problem(error: unknown): string {
  if (error instanceof ApiError) return error.message || "The server refused this.";
  if (error instanceof NetworkError && error.message) return `${error.message} Your work is kept; please try again.`;
  return "We could not reach the server. Your work is kept on this device; please try again.";
}

async function copySample(event: Event): Promise<void> {
  const button = (event.target as HTMLElement).closest<HTMLElement>("[data-copy]");
  const text = button?.closest(".box")?.querySelector("pre")?.textContent;
  if (!button || text === undefined || text === null) return;
  announce((await copyText(text)) ? "Copied." : "Your browser does not allow copying.");
}

new Workspace(pageData<WorkspacePage>("page"));
document.documentElement.dataset.ready = "1";
