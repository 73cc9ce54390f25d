// The system check before the start: socket, saving, a real run, the clock.

import { Api, type Page, pageData } from "./api";
import { byId, icon } from "./dom";
import type { FromCandidate, RunUpdate, ToCandidate } from "./protocol";
import { LiveSocket, socketUrl } from "./socket";
import { pageId } from "./store";
import { verdict } from "./words";

type State = "busy" | "good" | "bad";
const ICONS: Record<State, string> = { busy: "loader-circle", good: "check", bad: "triangle-alert" };
const CLOCK_OFF = 30_000;
const BEAT_WITHIN = 10_000;
const SAVE_WITHIN = 10_000;
const RUN_WITHIN = 60_000;

function say(name: string, state: State, text: string): void {
  const row = document.querySelector<HTMLElement>(`[data-check="${name}"]`);
  if (!row) return;
  row.dataset.state = state;
  row.querySelector(".mark")?.replaceChildren(icon(ICONS[state], state === "busy" ? "large spin" : "large"));
  const said = row.querySelector(".said");
  if (said) said.textContent = text;
}

class SystemCheck {
  private readonly api: Api;
  private readonly socket: LiveSocket<ToCandidate, FromCandidate>;
  private beatSent = 0;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private saving: { text: string; from: number; late: ReturnType<typeof setTimeout> } | null = null;
  private saved = false;

  constructor(page: Page) {
    this.api = new Api(page);
    for (const name of ["socket", "save", "run", "clock"]) say(name, "busy", "Checking");
    this.socket = new LiveSocket({
      url: socketUrl(`/s/${page.session_id}/live`),
      onMessage: (message) => this.hear(message),
      onState: (state) => {
        if (state === "waiting") this.unconnected();
        if (state === "refused") say("socket", "bad", "This page is no longer valid. Please open your link again.");
      },
    });
    this.socket.start();
    byId("check-again").addEventListener("click", () => void this.run());
    void this.run();
  }

  private hear(message: ToCandidate): void {
    if (message.type === "welcome") {
      say("socket", "good", "Connected");
      this.clock(message.server_now);
      this.beatSent = performance.now();
      this.socket.send({ type: "beat" });
      clearTimeout(this.silence);
      this.silence = setTimeout(() => say("socket", "bad", "Connected, but no answer came."), BEAT_WITHIN);
      if (!this.saved) this.save();
    } else if (message.type === "beat" && this.beatSent) {
      clearTimeout(this.silence);
      say("socket", "good", `Connected, answers in ${Math.round(performance.now() - this.beatSent)} ms`);
      this.beatSent = 0;
    } else if (message.type === "checked" && this.saving) {
      const { text, from } = this.saving;
      this.saved = message.text === text;
      if (this.saved) this.saveSaid("good", `A text was saved and read back in ${Math.round(performance.now() - from)} ms`);
      else this.saveSaid("bad", "What was saved came back changed. Please tell the people who invited you.");
    } else if (message.type === "problem" && this.saving) {
      this.saveSaid("bad", message.detail);
    }
  }

  private clock(serverNow: string): void {
    const off = Date.now() - Date.parse(serverNow);
    const minutes = Math.max(1, Math.round(Math.abs(off) / 60_000));
    const wrong = `Your device is about ${minutes} min ${off > 0 ? "ahead" : "behind"}. That does not matter: our clock counts.`;
    say("clock", "good", Math.abs(off) < CLOCK_OFF ? "Agrees with ours. Ours counts." : wrong);
  }

  /** Over the socket like every save of the test: a text that no other check has, written and read back. */
  private save(): void {
    const text = pageId();
    clearTimeout(this.saving?.late);
    const late = setTimeout(() => this.saveSaid("bad", "No answer came. Please reload the page to try again."), SAVE_WITHIN);
    this.saving = { text, from: performance.now(), late };
    this.socket.send({ type: "check", text });
  }

  private saveSaid(state: State, text: string): void {
    clearTimeout(this.saving?.late);
    this.saving = null;
    say("save", state, text);
  }

  private unconnected(): void {
    clearTimeout(this.silence);
    this.beatSent = 0;
    say("socket", "bad", "Not connected. The test also works without, a little slower. Trying again.");
    if (!this.saved) this.saveSaid("bad", "Could not be tried without the live connection. Trying again.");
    this.api.snapshot().then(({ server_now }) => this.clock(server_now), () => undefined);
  }

  private async run(): Promise<void> {
    const button = byId<HTMLButtonElement>("check-again");
    const language = byId<HTMLSelectElement>("check-language").value;
    button.disabled = true;
    say("run", "busy", "Running a small program");
    const from = performance.now();
    try {
      const { done } = await this.finished(await this.api.check(language));
      const seconds = ((performance.now() - from) / 1000).toFixed(1);
      if (done?.verdict === "accepted") say("run", "good", `Works, in ${seconds} s`);
      else say("run", "bad", `${done ? verdict(done.verdict).word : "No answer yet"}. Please tell the people who invited you.`);
    } catch (error) {
      say("run", "bad", error instanceof Error && error.message ? error.message : "The program could not be run. Please try again.");
    } finally {
      button.disabled = false;
    }
  }

  private async finished(id: string): Promise<RunUpdate> {
    const until = performance.now() + RUN_WITHIN;
    for (;;) {
      const state = await this.api.runState(id);
      if (state.done || performance.now() > until) return state;
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
  }
}

new SystemCheck(pageData<Page>("page"));
