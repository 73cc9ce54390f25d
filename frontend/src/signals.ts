// What the page notices of itself, as the instructions say: left, pasted, full screen left, much text after a silence.

import type { Signal, SignalKind, Signals } from "./protocol";

export const LARGE = 300; // characters that come at once
export const SILENCE = 120_000; // without a change of the text
const HTTP_AFTER = 10_000;
const MOST_AT_ONCE = 20;
const MOST_HELD = 100;

export interface SignalsOptions {
  page: string;
  /** True where it went out over an open socket. */
  overSocket: (message: Signals) => boolean;
  overHttp: (body: Omit<Signals, "type">) => Promise<void>;
  question: () => string;
  monotonic?: () => number;
}

interface Held {
  n: number;
  kind: SignalKind;
  began: number;
  more: Partial<Signal>;
}

export class SignalLog {
  private held: Held[] = [];
  private next = 1;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly monotonic: () => number;
  private editedAt: number;
  private readonly lengths = new Map<string, number>();

  constructor(private readonly options: SignalsOptions) {
    this.monotonic = options.monotonic ?? (() => performance.now());
    this.editedAt = this.monotonic();
  }

  listen(editor: HTMLElement): void {
    let left: number | null = document.visibilityState === "hidden" ? this.monotonic() : null;
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") left ??= this.monotonic();
      else if (left !== null) {
        this.add("left_page", left, { duration_ms: Math.round(this.monotonic() - left) });
        left = null;
      }
    });
    editor.addEventListener("paste", (event) => {
      const size = event.clipboardData?.getData("text/plain").length ?? 0;
      if (size) this.add("pasted", this.monotonic(), { size, question: this.options.question() });
    }, true);
    matchMedia("(display-mode: fullscreen)").addEventListener("change", ({ matches }) => {
      if (!matches) this.add("left_full_screen", this.monotonic());
    });
  }

  /** A text is on screen, written by nobody just now. */
  shown(question: string, length: number): void {
    this.lengths.set(question, length);
  }

  edited(question: string, length: number): void {
    const now = this.monotonic();
    const silence = now - this.editedAt;
    const size = length - (this.lengths.get(question) ?? length);
    this.editedAt = now;
    this.lengths.set(question, length);
    if (silence >= SILENCE && size >= LARGE) this.add("large_insertion", now, { size, question, duration_ms: Math.round(silence) });
  }

  /** The server has what is numbered up to n. */
  kept(n: number): void {
    this.held = this.held.filter((one) => one.n > n);
    if (this.held.length) this.flush();
  }

  /** Send what is held; where there is no socket, over HTTP after a while. */
  flush(): void {
    if (!this.held.length) return;
    const now = this.monotonic();
    const signals = this.held.slice(0, MOST_AT_ONCE).map(({ n, kind, began, more }) => ({ n, kind, ago_ms: Math.round(now - began), ...more }));
    const body = { page: this.options.page, signals };
    clearTimeout(this.timer);
    if (this.options.overSocket({ type: "signals", ...body })) return;
    this.timer = setTimeout(() => {
      if (this.options.overSocket({ type: "signals", ...body })) return;
      // Where this fails, the next signal or the next connection tries again.
      this.options.overHttp(body).then(() => this.kept(signals.at(-1)!.n), () => undefined);
    }, HTTP_AFTER);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private add(kind: SignalKind, began: number, more: Partial<Signal> = {}): void {
    if (this.held.length >= MOST_HELD) return;
    this.held.push({ n: this.next++, kind, began, more });
    this.flush();
  }
}
