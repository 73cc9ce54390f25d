// The workspace: joins the parts. Every rule lives in the part that it belongs to.

import { ANSWER, Answers, inWords } from "./answers";
import { Api, type Page, pageData } from "./api";
import { guard } from "./blocked";
import { timeOfDay } from "./clock";
import { chooseVersion } from "./versions";
import { type Conflict, DraftQueue, type SaveState } from "./drafts";
import { copyButtons } from "./copying";
import { byId, h } from "./dom";
import { Editor } from "./editor";
import { finish, timeUp } from "./ending";
import { Handover } from "./handover";
import { leaveMark, takeMark } from "./lease";
import { Live } from "./live";
import { Panes, tabs } from "./panes";
import { listen } from "./presses";
import { Reach, showLost } from "./reach";
import { readPreferences, writePreferences } from "./preferences";
import type { Snapshot, SubmissionState } from "./protocol";
import { Question } from "./question";
import { ResultsPane } from "./resultspane";
import { type Kind, problem, Running } from "./running";
import type { SocketState } from "./socket";
import { noteForm } from "./note";
import { SignalLog } from "./signals";
import { Overview } from "./overview";
import { PracticeApi } from "./practice";
import { PassedSamples } from "./passed";
import { announce, notify, showSaveState, showTime } from "./status";
import { LocalHeldStore, pageId } from "./store";
import { toolbar } from "./toolbar";
import { plural } from "./words";

interface WorkspacePage extends Page {
  snapshot: Snapshot;
  languages: Record<string, string>;
  /** The practice question: nothing is saved or recorded. */
  practice?: boolean;
}

class Workspace {
  private readonly preferences = readPreferences();
  private readonly questions: Question[];
  private readonly api: Api;
  private readonly queue: DraftQueue;
  private readonly live: Live;
  private readonly signals: SignalLog;
  private readonly editor: Editor;
  private readonly answers: Answers;
  private readonly overview: Overview;
  private readonly passed: PassedSamples;
  private readonly panes: Panes;
  private readonly selectTab: (tab: string) => void;
  private readonly running: Running;
  private readonly results: ResultsPane;
  private readonly id = pageId();
  private readonly reach = new Reach(showLost);
  private readonly handover: Handover;
  private current!: Question;
  private leaving = false;
  private saveState: SaveState = { kind: "idle" };
  private connection: SocketState = "connecting";

  constructor(private readonly page: WorkspacePage) {
    const { snapshot } = page;
    this.questions = snapshot.questions.map((data, i) => new Question(data, i + 1, this.preferences.language));
    const learn = (answer: object): void => this.live.sync(answer);
    const reached = (answered: boolean): void => this.reach.asked(answered);
    this.api = page.practice ? new PracticeApi(page, learn) : new Api(page, learn, this.id, reached);
    this.live = new Live(page.session_id, this.id, this.api, {
      practice: page.practice ?? false,
      question: () => this.current.id,
      onWelcome: ({ snapshot }) => {
        if (page.practice) return;
        void this.queue.flush();
        this.signals.flush();
        this.results.learnCounting(snapshot);
      },
      onMessage: ({ text }) => notify(`Message from the people who watch this test: ${text}`, "message-square"),
      onTime: ({ seconds, reason }) => this.timeChanged(seconds, reason),
      onKept: (n) => this.signals.kept(n),
      onLease: (held) => page.practice || void this.handover.leased(held),
      onRun: (run) => this.running.changed(run),
      onConnection: (state) => this.connected(state),
      onEnded: () => this.leave(),
      onTick: showTime,
      onZero: () => void timeUp(this.ending),
      announce,
    }, snapshot.last_event);
    this.signals = new SignalLog({
      page: this.id,
      overSocket: (message) => this.live.send(message),
      overHttp: (body) => this.api.signals(body),
      question: () => this.current.id,
    });
    const store = new LocalHeldStore(page.practice ? `practice-${page.session_id}` : page.session_id, this.id);
    this.queue = new DraftQueue({
      page: this.id,
      store,
      transport: (save) => (page.practice ? this.api.save(save) : this.live.saving.send(save)),
      onState: (state) => this.showSaved(state),
      onConflict: (conflict) => void this.choose(conflict),
      onReply: (reply) => {
        if ("code" in reply && reply.code === "lease_elsewhere") this.live.lease.lost();
        this.live.sync(reply);
      },
    });
    for (const { data } of this.questions) for (const draft of data.drafts) this.queue.know(data.id, draft);
    this.handover = new Handover({
      api: this.api,
      queue: this.queue,
      store,
      take: () => this.live.lease.take(),
      readOnly: () => this.live.lease.readOnly,
      lock: (readOnly) => {
        this.editor.lock(readOnly);
        this.answers.lock(readOnly);
        this.overview.lock(readOnly);
      },
      write: (id, language, code, choose) => this.received(id, language, code, choose),
      refresh: () => this.showText(),
    });
    if (this.live.before) this.handover.adopt(store.takeOthers(this.live.before));
    this.running = new Running({
      api: this.api,
      clock: this.live.clock,
      watcher: this.live.runs,
      flush: () => void this.queue.flush(),
      show: (kind) => this.showKind(kind),
      changed: (question) => this.progressed(question),
      // Where this fails, the socket's next welcome says it.
      lines: (question, language, marks) => {
        if (this.editor.shows(question.id, language)) this.editor.mark(marks);
      },
      judged: () => void this.api.snapshot().then((snapshot) => this.results.learnCounting(snapshot), () => undefined),
      announce,
      elsewhere: () => this.live.lease.lost(),
    });
    this.results = new ResultsPane({
      questions: this.questions,
      current: () => this.current,
      labels: page.languages,
      restore: (submission) => void this.restore(submission),
      look: (submission) => this.running.look(this.current, submission),
    });
    this.editor = new Editor({
      parent: byId("editor"),
      nonce: page.nonce,
      fontSize: this.preferences.fontSize,
      vim: this.preferences.vim,
      onEdit: (code) => this.edited(code),
      onBlur: () => void this.queue.flush(),
    });
    this.answers = new Answers(this.questions, (question, answer) => this.answered(question, answer), () => void this.queue.flush());
    this.passed = new PassedSamples(page.session_id);
    for (const question of this.questions) question.passedSamples = this.passed.has(question.id);
    this.overview = new Overview({
      questions: this.questions,
      completed: snapshot.sections_completed,
      choose: (question) => this.open(question),
      flush: () => this.queue.flush(),
      handIn: (completed) => this.api.handIn(completed),
      mark: (question, marked) => this.api.mark(question.id, marked),
      notify,
      announce,
      elsewhere: () => this.live.lease.lost(),
    });
    toolbar(this.editor, this.preferences, announce);
    this.panes = new Panes(byId("panes"), byId("pane-tabs"), this.preferences, () => writePreferences(this.preferences));
    this.selectTab = tabs(byId("tabs"), () => undefined);
    guard(announce);
    copyButtons(announce);
    listen({
      chooseLanguage: (language) => this.chooseLanguage(language),
      run: (own) => this.run(own),
      submit: () => this.submit(),
      finish: () => void finish(this.ending),
      reset: () => this.reset(),
      ownInput: (text) => (this.current.ownInput = text),
      readOnly: () => this.live.lease.readOnly,
      hidden: () => void this.queue.flush(),
      away: () => this.away(),
      back: () => void takeMark(page.session_id),
    });
    if (!page.practice) {
      this.signals.listen(byId("editor"));
      noteForm();
    }
    this.open(this.questions[0]!);
    this.live.start(snapshot);
    for (const question of this.questions) this.running.resume(question);
  }

  private get ending(): Parameters<typeof finish>[0] {
    const { api, queue, questions } = this;
    return { api, queue, questions, left: () => this.live.clock.left(this.live.deadline), leave: () => this.leave(), notify, elsewhere: () => this.live.lease.lost() };
  }

  // --- what is on screen ---

  private open(question: Question): void {
    void this.queue.flush();
    this.current = question;
    for (const section of document.querySelectorAll<HTMLElement>("[data-question]")) {
      section.classList.toggle("current", section.dataset.question === question.id);
    }
    byId("statement").scrollTop = 0;
    document.body.classList.toggle("words", !question.isCode);
    if (!question.isCode) {
      this.panes.show("statement");
      this.showText();
      this.live.beat();
      return;
    }
    const offered = question.data.languages.length ? question.data.languages : [question.language];
    const options = offered.map((name) => h("option", { value: name }, this.page.languages[name] ?? name));
    byId("language").replaceChildren(...options);
    byId<HTMLTextAreaElement>("own-input").value = question.ownInput;
    this.showText();
    this.results.show();
    this.live.beat();
  }

  private showText(): void {
    const { id, language, code, title } = this.current;
    this.answers.show(this.current);
    if (!this.current.isCode) return this.refreshQuestions();
    byId<HTMLSelectElement>("language").value = language;
    this.editor.show(id, language, code, title);
    this.signals.shown(id, code.length);
    this.refreshQuestions();
  }

  private refreshQuestions(): void {
    this.overview.refresh(this.current);
  }

  private showSaved(state: SaveState): void {
    this.saveState = state;
    showSaveState(state, this.connection === "open");
  }

  private connected(state: SocketState): void {
    this.connection = state;
    showSaveState(this.saveState, state === "open");
    if (!this.leaving && !this.page.practice) this.reach.connected(state === "open" || state === "refused");
    if (state === "refused") notify("This page is no longer connected. Please open the link of your invitation again; your work is kept.");
  }

  // --- writing ---

  private received(id: string, language: string, code: string, choose: boolean): void {
    const question = this.questions.find((each) => each.id === id);
    question?.write(language, code);
    if (question && choose) question.language = language;
  }

  private edited(code: string): void {
    const first = this.current.state === "untouched";
    this.signals.edited(this.current.id, code.length);
    this.current.write(this.current.language, code);
    this.queue.edit(this.current.id, this.current.language, code);
    if (first) this.refreshQuestions();
  }

  private answered(question: Question, answer: string): void {
    const before = question.state;
    question.write(ANSWER, answer);
    this.queue.edit(question.id, ANSWER, answer);
    if (question.state !== before) this.refreshQuestions();
  }

  private chooseLanguage(language: string): void {
    void this.queue.flush();
    this.current.language = this.preferences.language = language;
    writePreferences(this.preferences);
    this.showText();
  }

  private async choose(conflict: Conflict): Promise<void> {
    const { question, language, current } = conflict;
    const asked = this.questions.find((each) => each.id === question);
    const choice = await chooseVersion(conflict, asked?.title ?? "", (code) => (asked ? inWords(asked, code) : code));
    this.queue.resolve(question, language, choice);
    if (choice !== "theirs" || !asked) return;
    asked.write(language, current.code);
    if (asked !== this.current || language !== asked.language) return;
    if (asked.isCode) this.editor.replace(current.code); // undo brings back what was there
    this.showText();
  }

  private async restore(submission: SubmissionState): Promise<void> {
    const question = this.current;
    try {
      const code = await this.api.submittedCode(submission.id);
      if (question !== this.current) return;
      if (question.language !== submission.language) this.chooseLanguage(submission.language);
      this.signals.shown(question.id, code.length); // the candidate's own text
      this.editor.replace(code);
      this.panes.show("editor");
      announce("The submitted code is back in the editor. Undo brings back what was there.");
    } catch (error) {
      notify(problem(error));
    }
  }

  // --- running ---

  private run(own: boolean): void {
    if (!this.current.isCode) return;
    const input = own ? byId<HTMLTextAreaElement>("own-input").value : undefined;
    void this.running.run(this.current, this.editor.code, input);
  }

  private submit(): void {
    if (!this.current.isCode) return;
    void this.running.submit(this.current, this.editor.code);
  }

  private showKind(kind: Kind): void {
    this.panes.show("results");
    this.selectTab(kind === "own" ? "tab-input" : "tab-results");
  }

  private progressed(question: Question): void {
    this.passed.set(question.id, question.passedSamples);
    if (question === this.current) this.results.show();
    this.refreshQuestions();
  }

  // --- time and leaving ---

  private timeChanged(seconds: number, reason: string): void {
    const until = this.live.deadline ? ` Your test now ends at ${timeOfDay(this.live.deadline)}.` : "";
    const minutes = plural(Math.round(Math.abs(seconds) / 6) / 10, "minute");
    if (seconds) notify(`Your time was changed: ${minutes} ${seconds > 0 ? "more" : "less"}. ${reason}.${until}`, "clock");
    else notify(`${reason}.${until}`, "clock");
  }

  private leave(): void {
    if (this.leaving) return;
    this.leaving = true;
    void this.queue.flush().finally(() => {
      this.live.stop();
      this.signals.stop();
      this.queue.end();
      location.reload();
    });
  }

  private reset(): void {
    this.editor.replace(this.current.starter);
    announce("Back to the starter code. Undo brings back what was there.");
    this.editor.focus();
  }

  private away(): void {
    if (this.leaving || this.page.practice) return;
    if (!this.live.lease.readOnly) leaveMark(this.page.session_id, this.id);
    this.api.leave(this.id, this.queue.lastSaves());
  }
}

new Workspace(pageData<WorkspacePage>("page"));
document.documentElement.dataset.ready = "1";
