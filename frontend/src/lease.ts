// Rule 10: one page of one tab writes, the others read until the candidate chooses "continue here".

import type { Claim, LeaseState } from "./protocol";

/** The socket opens within this, or we ask over HTTP. */
export const HTTP_AFTER = 2_000;

export interface LeaseOptions {
  page: string;
  /** The page that was in this tab until now, where it let go. */
  before: string;
  overSocket: (claim: Claim) => boolean;
  /** Resolves with who holds it; rejects where no answer came. */
  overHttp: (claim: Claim) => Promise<{ holder: string }>;
  /** Told at each change only. */
  onChange: (held: boolean) => void;
}

/** Whether this page may write. Until the server has spoken it may: mostly nobody else is there, and nothing is lost. */
export class Lease {
  private held: boolean | null = null;
  private before: string;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: LeaseOptions) {
    this.before = options.before;
  }

  get readOnly(): boolean {
    return this.held === false;
  }

  start(): void {
    this.timer = setTimeout(() => {
      if (this.held === null) this.ask(false);
    }, HTTP_AFTER);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** After each welcome: somebody may have taken it meanwhile. */
  claim(): void {
    this.ask(false);
  }

  /** The candidate chose "continue here". */
  take(): void {
    this.ask(true);
  }

  heard({ holder }: Pick<LeaseState, "holder">): void {
    const { page } = this.options;
    // Nobody: our page was closed and came back (bfcache), or another let go. Whoever is here may have it.
    if (!holder) return this.ask(false);
    this.learn(holder === page);
  }

  /** A save was refused because another tab holds the pen. */
  lost(): void {
    this.learn(false);
  }

  private ask(take: boolean): void {
    const { page, overSocket, overHttp } = this.options;
    const claim: Claim = { type: "claim", client_id: page, take, ...(this.before ? { before: this.before } : {}) };
    if (overSocket(claim)) return;
    // Where no answer comes we go on as before: the next welcome asks again.
    overHttp(claim).then((answer) => this.heard(answer), () => undefined);
  }

  private learn(held: boolean): void {
    this.before = "";
    if (held === this.held) return;
    this.held = held;
    this.options.onChange(held);
  }
}

const LEFT = "left:";

/** On pagehide: this tab's next page may go on without asking. Taken away again where the page comes back. */
export function leaveMark(session: string, page: string, storage: Storage | null = tabStorage()): void {
  try {
    storage?.setItem(LEFT + session, page);
  } catch {
    // Forbidden or full: the next page waits until our lease lapses, or asks.
  }
}

/** The page that left this tab last; "" where none did. Read once: a duplicated tab finds nothing. */
export function takeMark(session: string, storage: Storage | null = tabStorage()): string {
  const mark = storage?.getItem(LEFT + session) ?? "";
  storage?.removeItem(LEFT + session);
  return mark;
}

function tabStorage(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}
