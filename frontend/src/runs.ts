// One run as it is known so far: events over the socket; where they are missing, read over HTTP.

import type { CompileState, RunDone, RunUpdate, TestEvent } from "./protocol";

export const POLL_EVERY = 1_000;
/** An open socket that says nothing about a run for so long is not trusted with it. */
export const SILENT_AFTER = 4_000;
const REMEMBERED = 20;

export interface RunView {
  id: string;
  state: RunUpdate["state"];
  compile: CompileState | null;
  tests: Map<number, TestEvent>;
  total: number;
  note?: string;
  done: RunDone | null;
}

export interface RunWatcherOptions {
  read: (id: string) => Promise<RunUpdate>;
  live: () => boolean;
  onChange: (run: RunView) => void;
  monotonic?: () => number;
}

interface Watched {
  view: RunView;
  seq: number;
  heardAt: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export class RunWatcher {
  private readonly watched = new Map<string, Watched>();
  private early: RunUpdate[] = [];

  constructor(private readonly options: RunWatcherOptions) {}

  /** Begin to follow a run, with what came over the socket before its id was known. */
  watch(view: RunView): void {
    const { id } = view;
    clearTimeout(this.watched.get(id)?.timer);
    const run: Watched = { view, seq: 0, heardAt: this.monotonic(), timer: undefined };
    this.watched.set(id, run);
    const waiting = this.early.filter((update) => update.run_id === id);
    this.early = this.early.filter((update) => update.run_id !== id);
    for (const update of waiting) this.feed(update);
    this.poll(run);
  }

  /** Read a run now, where its news may have come before we listened. */
  look(id: string): void {
    const run = this.watched.get(id);
    if (run) void this.read(run);
  }

  feed(update: RunUpdate): void {
    const run = this.watched.get(update.run_id);
    if (!run) {
      this.early = [...this.early, update].slice(-REMEMBERED);
      return;
    }
    run.heardAt = this.monotonic();
    const gap = update.seq > 0 && update.seq !== run.seq + 1;
    // Given back, it is judged from the start, and its news are numbered from the start.
    run.seq = update.state === "queued" ? 0 : Math.max(run.seq, update.seq);
    merge(run.view, update);
    this.options.onChange(run.view);
    if (run.view.done) this.forget(run);
    else if (gap) void this.read(run);
  }

  private poll(run: Watched): void {
    if (this.watched.get(run.view.id) !== run) return;
    run.timer = setTimeout(() => {
      const silent = this.monotonic() - run.heardAt >= SILENT_AFTER;
      const reading = !this.options.live() || silent ? this.read(run) : Promise.resolve();
      void reading.then(() => this.poll(run));
    }, POLL_EVERY);
  }

  private async read(run: Watched): Promise<void> {
    try {
      this.feed({ ...(await this.options.read(run.view.id)), seq: 0 });
    } catch {
      // Not reachable just now: the next poll asks again.
    }
  }

  private forget(run: Watched): void {
    clearTimeout(run.timer);
    this.watched.delete(run.view.id);
  }

  private monotonic(): number {
    return (this.options.monotonic ?? (() => performance.now()))();
  }
}

function merge(view: RunView, update: RunUpdate): void {
  if (view.state !== "done") view.state = update.state;
  if (update.state === "queued") {
    view.compile = null;
    view.tests.clear();
  }
  if (update.compile) view.compile = update.compile;
  if (update.note) view.note = update.note;
  else delete view.note;
  if (update.total) view.total = update.total;
  if (update.done) view.done = update.done;
  for (const test of update.tests) view.tests.set(test.index, test);
}
