// The workspace: joins the parts. Every rule lives in the part that it belongs to.

import { Answers } from "./answers";
import { Api, type Page, pageData } from "./api";
import { guard } from "./blocked";
import { copyButtons } from "./copying";
import { byId } from "./dom";
import { DraftQueue } from "./drafts";
import { Editor } from "./editor";
import { type EndingContext, finish, timeUp } from "./ending";
import { Handover } from "./handover";
import { Header } from "./header";
import { leaveMark, takeMark } from "./lease";
import { Live } from "./live";
import { noteForm } from "./note";
import { Overview } from "./overview";
import { Panes, tabs } from "./panes";
import { PassedSamples } from "./passed";
import { PracticeApi } from "./practice";
import { readPreferences, writePreferences } from "./preferences";
import { listen } from "./presses";
import type { Snapshot } from "./protocol";
import { Question } from "./question";
import { ResultsPane } from "./resultspane";
import { Running } from "./running";
import { Screen } from "./screen";
import { SignalLog } from "./signals";
import { announce, notify, showTime, tellTime } from "./status";
import { LocalHeldStore, pageId } from "./store";
import { toolbar } from "./toolbar";
import { Writing } from "./writing";

interface WorkspacePage extends Page {
  snapshot: Snapshot;
  languages: Record<string, string>;
  /** The practice question: nothing is saved or recorded. */
  practice?: boolean;
}

class Workspace {
  private readonly id = pageId();
  private readonly practice: boolean;
  private readonly preferences = readPreferences();
  private readonly questions: Question[];
  private readonly api: Api;
  private readonly store: LocalHeldStore;
  private readonly header: Header;
  private readonly queue: DraftQueue;
  private readonly live: Live;
  private readonly signals: SignalLog;
  private readonly editor: Editor;
  private readonly screen: Screen;
  private readonly writing: Writing;
  private readonly running: Running;
  private readonly results: ResultsPane;
  private readonly handover: Handover;
  private leaving = false;

  constructor(private readonly page: WorkspacePage) {
    const { snapshot } = page;
    this.practice = page.practice ?? false;
    this.questions = snapshot.questions.map((data, i) => new Question(data, i + 1, this.preferences.language));
    this.header = new Header(this.practice);
    const learn = (answer: object): void => this.live.sync(answer);
    const reached = (answered: boolean): void => this.header.asked(answered);
    this.api = this.practice ? new PracticeApi(page, learn) : new Api(page, learn, this.id, reached);
    this.live = this.connection();
    this.signals = new SignalLog({
      page: this.id,
      overSocket: (message) => this.live.send(message),
      overHttp: (body) => this.api.signals(body),
      question: () => this.screen.current.id,
    });
    this.store = new LocalHeldStore(this.practice ? `practice-${page.session_id}` : page.session_id, this.id);
    this.queue = this.drafts();
    this.results = new ResultsPane({
      questions: this.questions,
      current: () => this.screen.current,
      labels: page.languages,
      restore: (submission) => void this.writing.restore(submission),
      look: (submission) => this.running.look(this.screen.current, submission),
    });
    this.editor = new Editor({
      parent: byId("editor"),
      nonce: page.nonce,
      fontSize: this.preferences.fontSize,
      vim: this.preferences.vim,
      onEdit: (code) => this.writing.edited(code),
      onBlur: () => void this.queue.flush(),
    });
    const panes = new Panes(byId("panes"), byId("pane-tabs"), this.preferences, () => writePreferences(this.preferences));
    this.screen = this.display(panes);
    const { api, questions, queue, screen, editor, signals, preferences } = this;
    this.writing = new Writing({ api, questions, queue, screen, editor, panes, signals, preferences });
    this.handover = this.handing();
    if (this.live.before) this.handover.adopt(this.store.takeOthers(this.live.before));
    this.running = this.runs();
    this.listen();
    screen.open(questions[0]!);
    this.live.start(snapshot);
    for (const question of questions) this.running.resume(question);
  }

  // --- the parts ---

  private connection(): Live {
    return new Live(this.page.session_id, this.id, this.api, {
      practice: this.practice,
      question: () => this.screen.current.id,
      onWelcome: ({ snapshot }) => {
        if (this.practice) return;
        void this.queue.flush();
        this.signals.flush();
        this.results.learnCounting(snapshot);
      },
      onMessage: ({ text }) => notify(`Message from the people who watch this test: ${text}`, "message-square"),
      onTime: ({ seconds, reason }) => tellTime(seconds, reason, this.live.deadline),
      onKept: (n) => this.signals.kept(n),
      onLease: (held) => this.practice || void this.handover.leased(held),
      onRun: (run) => this.running.changed(run),
      onConnection: (state) => this.header.connected(state),
      onEnded: () => this.leave(),
      onTick: showTime,
      onZero: () => void timeUp(this.ending),
      announce,
    }, this.page.snapshot.last_event);
  }

  private drafts(): DraftQueue {
    const queue = new DraftQueue({
      page: this.id,
      store: this.store,
      transport: (save) => (this.practice ? this.api.save(save) : this.live.saving.send(save)),
      onState: (state) => this.header.saves(state),
      onConflict: (conflict) => void this.writing.choose(conflict),
      onReply: (reply) => {
        if ("code" in reply && reply.code === "lease_elsewhere") this.live.lease.lost();
        this.live.sync(reply);
      },
    });
    for (const { data } of this.questions) for (const draft of data.drafts) queue.know(data.id, draft);
    return queue;
  }

  private display(panes: Panes): Screen {
    const { api, questions, queue, editor, results, signals } = this;
    const passed = new PassedSamples(this.page.session_id);
    for (const question of questions) question.passedSamples = passed.has(question.id);
    return new Screen({
      labels: this.page.languages, editor, results, passed, panes, signals,
      selectTab: tabs(byId("tabs"), () => undefined),
      answers: new Answers(questions, (question, answer) => this.writing.answered(question, answer), () => void queue.flush()),
      overview: new Overview({
        questions,
        completed: this.page.snapshot.sections_completed,
        choose: (question) => this.screen.open(question),
        flush: () => queue.flush(),
        handIn: (completed) => api.handIn(completed),
        mark: (question, marked) => api.mark(question.id, marked),
        notify,
        announce,
        elsewhere: () => this.live.lease.lost(),
      }),
      leaves: () => void queue.flush(),
      opened: () => this.live.beat(),
    });
  }

  private handing(): Handover {
    const { api, queue, store, screen, writing } = this;
    return new Handover({
      api, queue, store,
      take: () => this.live.lease.take(),
      readOnly: () => this.live.lease.readOnly,
      lock: (readOnly) => screen.lock(readOnly),
      write: (id, language, code, choose) => writing.received(id, language, code, choose),
      refresh: () => screen.show(),
    });
  }

  private runs(): Running {
    return new Running({
      api: this.api,
      clock: this.live.clock,
      watcher: this.live.runs,
      flush: () => void this.queue.flush(),
      show: (kind) => this.screen.front(kind),
      changed: (question) => this.screen.progressed(question),
      lines: (question, language, marks) => {
        if (this.editor.shows(question.id, language)) this.editor.mark(marks);
      },
      // Where this fails, the socket's next welcome says it.
      judged: () => void this.api.snapshot().then((snapshot) => this.results.learnCounting(snapshot), () => undefined),
      announce,
      elsewhere: () => this.live.lease.lost(),
    });
  }

  private listen(): void {
    const { editor, running, screen, writing, queue, page } = this;
    toolbar(editor, this.preferences, announce);
    guard(announce);
    copyButtons(announce);
    listen({
      chooseLanguage: (language) => writing.chooseLanguage(language),
      run: (own) => {
        const input = own ? byId<HTMLTextAreaElement>("own-input").value : undefined;
        if (screen.current.isCode) void running.run(screen.current, editor.code, input);
      },
      submit: () => screen.current.isCode && void running.submit(screen.current, editor.code),
      finish: () => void finish(this.ending),
      reset: () => writing.reset(),
      ownInput: (text) => (screen.current.ownInput = text),
      readOnly: () => this.live.lease.readOnly,
      hidden: () => void queue.flush(),
      away: () => this.away(),
      back: () => void takeMark(page.session_id),
    });
    if (this.practice) return;
    this.signals.listen(byId("editor"));
    noteForm();
  }

  // --- leaving ---

  private get ending(): EndingContext {
    const { api, queue, questions } = this;
    return { api, queue, questions, left: () => this.live.clock.left(this.live.deadline), leave: () => this.leave(), notify, elsewhere: () => this.live.lease.lost() };
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

  private away(): void {
    if (this.leaving || this.practice) return;
    if (!this.live.lease.readOnly) leaveMark(this.page.session_id, this.id);
    this.api.leave(this.id, this.queue.lastSaves());
  }
}

new Workspace(pageData<WorkspacePage>("page"));
document.documentElement.dataset.ready = "1";
