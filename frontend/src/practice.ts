// The practice question: the workspace on a server that keeps nothing. Runs are real, all else stays on this page.

import { Api } from "./api";
import type { SaveReply } from "./sending";
import type { Save, Snapshot, SubmissionState } from "./protocol";

export class PracticeApi extends Api {
  private readonly submitted = new Map<string, string>();
  private rev = 0;

  override heartbeat(): Promise<void> {
    return Promise.resolve();
  }

  override snapshot(): Promise<Snapshot> {
    return Promise.reject(new Error("There is none of the practice question."));
  }

  override save({ question, language, client_seq }: Save): Promise<SaveReply> {
    const now = new Date().toISOString();
    const clock = { server_now: now, deadline: null, status: "invited" as const };
    return Promise.resolve({ type: "saved", question, language, client_seq, rev: ++this.rev, saved_at: now, ...clock });
  }

  override leave(): void {}

  override mark(): Promise<void> {
    return Promise.resolve();
  }

  override run(_question: string, language: string, code: string, input?: string): Promise<string> {
    return this.practise({ language, code, ...(input === undefined ? {} : { input }) });
  }

  override async submit(_question: string, language: string, code: string): Promise<Pick<SubmissionState, "id" | "run_id">> {
    const run_id = await this.practise({ language, code, everything: true });
    this.submitted.set(run_id, code);
    return { id: run_id, run_id };
  }

  override submittedCode(id: string): Promise<string> {
    return Promise.resolve(this.submitted.get(id) ?? "");
  }
}
