// Long work in slices: typing never waits for all of it.

/** Milliseconds of one frame that work in turns may take. */
const TURN = 5;

type Later = (next: () => void) => unknown;

const nextFrame: Later = (next) => requestAnimationFrame(next);

/** Do `work` for a few milliseconds now and in each turn that `later` gives (once a frame), then tell what came of it. */
export function inTurns<T>(work: Iterator<unknown, T>, done: (result: T) => void, later = nextFrame, now = (): number => performance.now()): void {
  const end = now() + TURN;
  do {
    const step = work.next();
    if (step.done) return done(step.value);
  } while (now() < end);
  later(() => inTurns(work, done, later, now));
}

/** Take `items` in order, `size` at a time: the first slice now, one more each time that `later` calls back (once a frame). */
export function inSlices<T>(
  items: readonly T[],
  size: number,
  take: (slice: readonly T[]) => void,
  later = nextFrame,
): void {
  if (items.length) take(items.slice(0, size));
  if (items.length > size) later(() => inSlices(items.slice(size), size, take, later));
}
