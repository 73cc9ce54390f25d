// Plays how an answer was written: a text for each save, and long pauses shortened. No page here.

export interface Step {
  rev: number;
  at: string;
  start: number;
  removed: number;
  inserted: string;
  noticed: string[];
}

/** What a save changed: `before` and `after` stayed, `removed` gave way to `inserted`. */
export interface Change {
  before: string;
  removed: string;
  inserted: string;
  after: string;
}

const LONGEST_PAUSE = 10_000; // milliseconds of the real time; what is longer is played as this
const CHECKPOINT = 50;

export class Tape {
  private readonly kept: string[] = [""]; // the text before every fiftieth step

  constructor(readonly steps: Step[]) {}

  get last(): number {
    return this.steps.length - 1;
  }

  /** The change that step `index` is. */
  change(index: number): Change {
    const text = this.before(index);
    const { start, removed, inserted } = this.steps[index]!;
    return { before: text.slice(0, start), removed: text.slice(start, start + removed), inserted, after: text.slice(start + removed) };
  }

  /** Milliseconds of the real time between a step and the next. */
  gap(index: number): number {
    const [one, next] = [this.steps[index], this.steps[index + 1]];
    return one && next ? Math.max(0, Date.parse(next.at) - Date.parse(one.at)) : 0;
  }

  private before(index: number): string {
    let at = Math.min(Math.floor(index / CHECKPOINT), this.kept.length - 1);
    let text = this.kept[at]!;
    for (let i = at * CHECKPOINT; i < index; i++) {
      const { start, removed, inserted } = this.steps[i]!;
      text = text.slice(0, start) + inserted + text.slice(start + removed);
      if ((i + 1) % CHECKPOINT === 0) this.kept[++at] = text;
    }
    return text;
  }
}

export interface PlayerOptions {
  show: (index: number) => void;
  /** Whether it plays. */
  onState: (playing: boolean) => void;
}

export class Player {
  /** How many times faster than it was written. */
  speed = 10;
  index = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tape: Tape, private readonly options: PlayerOptions) {}

  get playing(): boolean {
    return this.timer !== undefined;
  }

  toggle(): void {
    if (this.playing) return this.stop();
    if (this.index >= this.tape.last) this.go(0);
    this.next();
    this.options.onState(this.playing);
  }

  /** Show a step; where it plays, it goes on from there. */
  seek(index: number): void {
    const { playing } = this;
    clearTimeout(this.timer);
    this.go(index);
    if (playing) this.next();
    if (playing && !this.playing) this.options.onState(false);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.options.onState(false);
  }

  private next(): void {
    this.timer = undefined;
    if (this.index >= this.tape.last) return;
    const wait = Math.min(this.tape.gap(this.index), LONGEST_PAUSE) / this.speed;
    this.timer = setTimeout(() => this.seek(this.index + 1), wait);
  }

  private go(index: number): void {
    this.index = Math.min(Math.max(index, 0), Math.max(this.tape.last, 0));
    this.options.show(this.index);
  }
}
