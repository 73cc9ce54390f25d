// Which questions passed their samples, remembered on this device: the server does not ask, since it counts for nothing.

import { browserStorage } from "./store";

export class PassedSamples {
  private readonly key: string;
  private readonly passed: Set<string>;

  constructor(session: string, private readonly storage: Pick<Storage, "getItem" | "setItem"> | null = browserStorage()) {
    this.key = `passed:${session}`;
    this.passed = new Set((storage?.getItem(this.key) ?? "").split(" ").filter(Boolean));
  }

  has(question: string): boolean {
    return this.passed.has(question);
  }

  set(question: string, passed: boolean): void {
    if (passed === this.passed.has(question)) return;
    if (passed) this.passed.add(question);
    else this.passed.delete(question);
    try {
      this.storage?.setItem(this.key, [...this.passed].join(" "));
    } catch {
      // Full: it holds until the page is left.
    }
  }
}
