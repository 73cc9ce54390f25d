// The countdown: quiet until ten minutes are left, announced at 10, 5 and 1 minutes, and once at zero.

import { countdown, type ServerClock } from "./clock";

export const ANNOUNCED = [10, 5, 1];
const TICK = 250;

export interface TimerOptions {
  clock: ServerClock;
  onTick: (text: string, mood: "calm" | "soon" | "last") => void;
  announce: (text: string) => void;
  onZero: () => void;
}

export class Timer {
  private deadline: string | null = null;
  private previous: number | null = null;
  private ended = false;
  private interval: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly options: TimerOptions) {}

  start(): void {
    this.interval = setInterval(() => this.tick(), TICK);
    this.tick();
  }

  stop(): void {
    clearInterval(this.interval);
  }

  /** A later deadline arms zero and the announcements again. */
  set(deadline: string | null): void {
    if (deadline === this.deadline) return;
    this.deadline = deadline;
    this.previous = null;
    this.ended = false;
    this.tick();
  }

  private tick(): void {
    const left = this.options.clock.left(this.deadline);
    if (left === null || this.ended) return;
    const minutes = left / 60_000;
    this.options.onTick(countdown(left), minutes <= 1 ? "last" : minutes <= 10 ? "soon" : "calm");
    const crossed = ANNOUNCED.filter((m) => this.previous !== null && this.previous > m && minutes <= m && left > 0);
    const nearest = crossed.at(-1);
    if (nearest) this.options.announce(nearest === 1 ? "1 minute left." : `${nearest} minutes left.`);
    this.previous = minutes;
    if (left === 0) {
      this.ended = true;
      this.options.onZero();
    }
  }
}
