// The server's time, carried on by a monotonic clock: the machine's own date never matters.

const KEPT = 8;

export class ServerClock {
  private readonly offsets: number[] = [];

  constructor(private readonly monotonic: () => number = () => performance.now()) {}

  /** Learn from a reply. It was under way for a while, so the largest of the recent offsets is the truest. */
  sync(serverNow: string): void {
    const server = Date.parse(serverNow);
    if (Number.isNaN(server)) return;
    this.offsets.push(server - this.monotonic());
    if (this.offsets.length > KEPT) this.offsets.shift();
  }

  /** After the machine slept the monotonic clock may have stood still: trust only what comes from now on. */
  forget(): void {
    const last = this.offsets.at(-1);
    this.offsets.length = 0;
    if (last !== undefined) this.offsets.push(last);
  }

  get known(): boolean {
    return this.offsets.length > 0;
  }

  /** Milliseconds since 1970 by the server's clock. */
  now(): number {
    return this.known ? this.monotonic() + Math.max(...this.offsets) : Date.now();
  }

  /** Milliseconds until `deadline`, never negative; null where there is none. */
  left(deadline: string | null): number | null {
    return deadline === null ? null : Math.max(0, Date.parse(deadline) - this.now());
  }
}

/** 3661000 → "1:01:01", 61000 → "01:01". Rounded up, so that 00:00 is the end and not a second before it. */
export function countdown(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  const two = (n: number): string => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** 3900000 → "1 h 05 min", 240000 → "4 min". */
export function duration(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60000);
  const hours = Math.floor(minutes / 60);
  return hours ? `${hours} h ${String(minutes % 60).padStart(2, "0")} min` : `${minutes} min`;
}

/** The reader's own time of day: "12:03:04". */
export function timeOfDay(at: number | string): string {
  return new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
}

const MOMENT = new Intl.DateTimeFormat([], { // made once: a board has hundreds
  day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
});

/** A moment in the reader's zone, with the zone named: "4 Mar 2026, 12:03 CET". */
export function moment(at: string): string {
  return MOMENT.format(new Date(at));
}
