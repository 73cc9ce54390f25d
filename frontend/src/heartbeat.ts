// A sign of life: over the socket every 15 s, over HTTP every 30 s where there is none.

export const SOCKET_EVERY = 15_000;
export const HTTP_EVERY = 30_000;
export const ANSWER_WITHIN = 10_000;

export interface HeartbeatOptions {
  /** True where a beat went out over an open socket. */
  overSocket: () => boolean;
  overHttp: () => Promise<void>;
  /** The socket is open and does not answer. */
  onSilence: () => void;
}

export class Heartbeat {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private running = false;
  private lastHttp = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly options: HeartbeatOptions,
    private readonly monotonic: () => number = () => performance.now(),
  ) {}

  start(): void {
    this.running = true;
    this.beat();
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.timer);
    clearTimeout(this.silence);
  }

  /** Anything heard from the server over the socket is an answer. */
  heard(): void {
    clearTimeout(this.silence);
    this.silence = undefined;
  }

  /** Beat now, and every 15 s from now. */
  beat(): void {
    if (!this.running) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.beat(), SOCKET_EVERY);
    if (this.options.overSocket()) {
      this.silence ??= setTimeout(() => {
        this.silence = undefined;
        this.options.onSilence();
      }, ANSWER_WITHIN);
    } else if (this.monotonic() - this.lastHttp >= HTTP_EVERY - 1) {
      this.lastHttp = this.monotonic();
      // The next beat tries again; whether the server can be reached is shown by the save state.
      this.options.overHttp().catch(() => undefined);
    }
  }
}
