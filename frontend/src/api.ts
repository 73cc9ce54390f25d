// HTTP to our own server, with the session's token. A refusal is an ApiError; no answer at all is a NetworkError.

import type { SaveReply } from "./sending";
import { fitting } from "./saving";
import type { Claim, Clock, DraftState, RunUpdate, Save, Signals, Snapshot, SubmissionState } from "./protocol";

export interface Page {
  session_id: string;
  candidate_id: string;
  token: string;
  nonce: string;
}

export class NetworkError extends Error {}

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly body: Record<string, unknown>,
  ) {
    super(message);
  }
}

/** Refused because another tab or device holds the pen. */
export function writtenElsewhere(error: unknown): boolean {
  return error instanceof ApiError && error.code === "lease_elsewhere";
}

type Answer = Record<string, unknown>;
const TIMEOUT = 20_000;

export class Api {
  constructor(
    private readonly page: Page,
    private readonly onAnswer: (answer: Answer) => void = () => undefined,
    /** Which page of which tab writes: where another one holds the pen the server refuses. */
    private readonly client_id = "",
    /** Whether a request was answered at all. */
    private readonly onReach: (answered: boolean) => void = () => undefined,
  ) {}

  private get session(): string {
    return `/api/test-session/${encodeURIComponent(this.page.candidate_id)}`;
  }

  private async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers: Record<string, string> = { Authorization: `Bearer ${this.page.token}`, Accept: "application/json" };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let response: Response;
    let answer: Answer;
    try {
      response = await fetch(path, {
        method, headers, body: body === undefined ? null : JSON.stringify(body),
        credentials: "omit", signal: AbortSignal.timeout(TIMEOUT),
      });
      answer = (await response.json()) as Answer;
    } catch (cause) {
      this.onReach(false);
      throw new NetworkError("We could not reach the server.", { cause });
    }
    this.onReach(true);
    if (response.status >= 500 || response.status === 429) throw new NetworkError(text(answer.detail));
    const first = (answer.errors as { code?: string }[] | undefined)?.[0]?.code;
    if (!response.ok) throw new ApiError(response.status, text(answer.code) || first || "", text(answer.detail), answer);
    this.onAnswer(answer);
    return answer;
  }

  async heartbeat(): Promise<void> {
    await this.call("PUT", `${this.session}/heartbeat`);
  }

  /** Ask for the pen → who has it: where another page does, nobody of ours. */
  async claim({ client_id, take, before }: Claim): Promise<{ holder: string }> {
    try {
      const answer = await this.call("PUT", `${this.session}/lease`, { client_id, take, before: before ?? "" });
      return { holder: text(answer.holder) };
    } catch (error) {
      if (writtenElsewhere(error)) return { holder: "another" };
      throw error;
    }
  }

  async snapshot(): Promise<Snapshot> {
    return (await this.call("GET", `${this.session}/snapshot`)) as unknown as Snapshot;
  }

  async signals(body: Omit<Signals, "type">): Promise<void> {
    await this.call("PUT", `${this.session}/signals`, body);
  }

  async save(save: Save): Promise<SaveReply> {
    const { question, language, client_seq } = save;
    const echo = { question, language, client_seq };
    try {
      const answer = await this.call("PUT", `${this.session}/drafts/${question}`, draftBody(save));
      return { type: "saved", ...echo, ...(answer as unknown as Clock & { rev: number; saved_at: string }) };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const current = error.body.current as DraftState | undefined;
      const code = current ? "conflict" : error.code || (error.status === 409 ? "already_ended" : "invalid");
      const clock = error.body as unknown as Clock;
      const refused = { type: "save_refused" as const, ...echo, ...clock, code, message: error.message };
      return current ? { ...refused, current } : refused;
    }
  }

  /** The last words of a page that goes away: what fits into a keepalive request, then the beacon. */
  leave(page: string, saves: Save[]): void {
    const texts = saves.map((save) => ({ save, body: JSON.stringify({ ...draftBody(save), closing: true }) }));
    for (const { save, body } of fitting(texts)) {
      void fetch(`${this.session}/drafts/${save.question}`, {
        method: "PUT", keepalive: true, credentials: "omit",
        body, // closing: it may come after the beacon, and a page that goes away is no sign of life
        headers: { Authorization: `Bearer ${this.page.token}`, "Content-Type": "application/json" },
      }).catch(() => undefined); // too large or offline: it is held on this device, and replayed
    }
    const body = JSON.stringify({ completion_method: "tab_close", client_id: page, token: this.page.token });
    navigator.sendBeacon(`${this.session}/abandon`, new Blob([body], { type: "text/plain" }));
  }

  async mark(question: string, marked: boolean): Promise<void> {
    await this.call("PUT", `${this.session}/questions/${question}/mark`, { marked });
  }

  /** Which parts of the test the candidate has handed in. */
  async handIn(sections_completed: string[]): Promise<void> {
    await this.call("PUT", `${this.session}/progress`, { sections_completed, client_id: this.client_id });
  }

  async complete(method: "manual" | "timer_expired"): Promise<void> {
    await this.call("PUT", `${this.session}/complete`, { completion_method: method, client_id: this.client_id });
  }

  async run(question_id: string, language: string, code: string, input?: string): Promise<string> {
    const body = { question_id, language, code, client_id: this.client_id, ...(input === undefined ? {} : { input }) };
    return text((await this.call("POST", "/api/runs", body)).run_id);
  }

  async practise(body: { language: string; code: string; input?: string; everything?: boolean }): Promise<string> {
    return text((await this.call("POST", "/api/runs/practice", body)).run_id);
  }

  async check(language: string): Promise<string> {
    return text((await this.call("POST", "/api/runs/check", { language })).run_id);
  }

  async runState(id: string): Promise<RunUpdate> {
    return (await this.call("GET", `/api/runs/${id}`)).run as RunUpdate;
  }

  async submit(question_id: string, language: string, code: string): Promise<Pick<SubmissionState, "id" | "run_id">> {
    const body = { question_id, language, code, client_id: this.client_id };
    const { submission } = await this.call("POST", "/api/submissions", body);
    return submission as SubmissionState;
  }

  /** The code that was handed in, to put it back into the editor. */
  async submittedCode(id: string): Promise<string> {
    const { submission } = await this.call("GET", `/api/submissions/${id}`);
    const { code } = submission as { code?: unknown };
    if (typeof code !== "string") throw new NetworkError("The server did not send the code of this submission.");
    return code;
  }
}

function draftBody({ language, code, client_id, client_seq, base_rev }: Save): Omit<Save, "type" | "question"> {
  return { language, code, client_id, client_seq, base_rev };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The JSON that the page carries in `<script type="application/json" id=…>`. */
export function pageData<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null") as T;
}
