// When a text is sent: a moment after the last key, now and then while somebody types on, and again where none answered.

export const AFTER_LAST_KEY = 2_000;
export const AT_LEAST_EVERY = 10_000;
const LONGEST_RETRY = 15_000;

type Timer = ReturnType<typeof setTimeout> | undefined;

export class Pacing {
  private quiet: Timer;
  private latest: Timer;
  private retry: Timer;

  constructor(private readonly send: () => void, private readonly random: () => number) {}

  /** Somebody typed. */
  soon(): void {
    clearTimeout(this.quiet);
    this.quiet = setTimeout(this.send, AFTER_LAST_KEY);
    this.latest ??= setTimeout(this.send, AT_LEAST_EVERY);
  }

  /** Nobody answered, so many times in a row: with full jitter. */
  again(failures: number): void {
    clearTimeout(this.retry);
    const ceiling = Math.min(LONGEST_RETRY, 1_000 * 2 ** Math.min(failures, 5));
    this.retry = setTimeout(this.send, ceiling * this.random());
  }

  cancel(): void {
    for (const timer of [this.quiet, this.latest, this.retry]) clearTimeout(timer);
    this.quiet = this.latest = this.retry = undefined;
  }
}
