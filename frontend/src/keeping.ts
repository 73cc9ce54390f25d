// Unsent texts on this device: written a moment after a change, and dropped when the server has them.

import type { Held, HeldStore } from "./store";

const KEEP_AFTER = 200;

export class Keeping {
  /** Whether all that is unsent outlives this page. */
  kept = true;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly store: HeldStore, private readonly unsent: () => Held[]) {}

  soon(): void {
    this.timer ??= setTimeout(() => this.now(), KEEP_AFTER);
  }

  now(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.kept = this.unsent().map((text) => this.store.put(text)).every(Boolean);
  }

  drop(question: string, language: string): void {
    this.store.drop(question, language);
  }

  /** A second text of a question, until the candidate chooses. */
  putStray(held: Held): void {
    this.store.put(held, partOf(held));
  }

  dropStray(held: Held): void {
    this.store.drop(held.question, held.language, partOf(held));
  }
}

function partOf({ at }: Held): string {
  return `stray${at}`;
}
