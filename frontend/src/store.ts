// Text which the server has not acknowledged, kept on this device. Storage may be full or forbidden: then in memory.

export interface Held {
  question: string;
  language: string;
  code: string;
  /** The revision that this text grew from. */
  base_rev: number;
  /** The last text that was sent and not acknowledged: where the server has it, it is our own. */
  sent: string | null;
  changes: number;
  at: number;
}

export interface HeldStore {
  /** False where it could not be kept: then it is only in memory. part: a second text of the same question. */
  put(held: Held, part?: string): boolean;
  drop(question: string, language: string, part?: string): void;
  /** What other pages of this session left (or only `page`), oldest first; it is handed over, and no longer stored. */
  takeOthers(page?: string): Held[];
}

export class LocalHeldStore implements HeldStore {
  constructor(
    private readonly session: string,
    private readonly page: string,
    private readonly storage: Storage | null = browserStorage(),
  ) {}

  private key(question: string, language: string, part: string): string {
    return `held:${this.session}:${this.page}:${question}:${language}${part && `:${part}`}`;
  }

  put(held: Held, part = ""): boolean {
    try {
      this.storage?.setItem(this.key(held.question, held.language, part), JSON.stringify(held));
      return this.storage !== null;
    } catch {
      return false; // Full: the text is still in memory and goes on being sent.
    }
  }

  drop(question: string, language: string, part = ""): void {
    this.storage?.removeItem(this.key(question, language, part));
  }

  takeOthers(page?: string): Held[] {
    const storage = this.storage;
    if (!storage) return [];
    const from = `held:${this.session}:${page === undefined ? "" : `${page}:`}`;
    const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "").filter(
      (key) => key.startsWith(from) && !key.startsWith(`held:${this.session}:${this.page}:`),
    );
    const found = keys.flatMap((key) => parse(storage.getItem(key)));
    for (const key of keys) storage.removeItem(key);
    return found.sort((a, b) => a.at - b.at);
  }
}

function parse(text: string | null): Held[] {
  try {
    const held = JSON.parse(text ?? "null") as Partial<Held> | null;
    const whole = typeof held?.question === "string" && typeof held.code === "string";
    return whole ? [{ sent: null, changes: 1, at: 0, base_rev: 0, ...held } as Held] : [];
  } catch {
    return [];
  }
}

/** Where texts outlive the page: across tabs, else in this tab (some private modes), else nowhere. */
export function browserStorage(of: Pick<Window, "localStorage" | "sessionStorage"> = window): Storage | null {
  return usable(() => of.localStorage) ?? usable(() => of.sessionStorage);
}

function usable(open: () => Storage): Storage | null {
  try {
    const storage = open();
    storage.setItem("held:probe", "1"); // some browsers offer one that takes nothing
    storage.removeItem("held:probe");
    return storage;
  } catch {
    return null;
  }
}

/** A name for this page, unique enough also where crypto.randomUUID is missing (plain http). At most 40 characters. */
export function pageId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
