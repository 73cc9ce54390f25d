// What came out of a run: a row of squares that fill as tests finish, one sentence, and the test that is looked at.

import { diff, type DiffLine, visible } from "./diff";
import { arrange, h, icon } from "./dom";
import type { Sample, TestEvent } from "./protocol";
import type { RunView } from "./runs";
import { inSlices, inTurns } from "./slices";
import { memory, milliseconds, plural, verdict } from "./words";

/** Seconds after which a run says how long it has taken. */
const LONG = 10;
/** Lines of a diff that are drawn in one frame. */
const LINES_A_FRAME = 40;

export interface ResultsContext {
  /** "samples": a run on the samples; "own": on the candidate's input; "submission": on every test. */
  kind: "samples" | "own" | "submission";
  samples: Sample[];
}

/** A part of the results as it stands on the page, and what it was drawn from. */
interface Drawn<Of> {
  of: Of;
  element: HTMLElement;
}

/** One run, drawn into `element`: at most once a frame, however many events come in, and only the parts that changed. */
export class ResultsView {
  readonly element = h("div", { class: "stack" });
  private chosen: number | null = null;
  private frame = 0;
  /** Stays while its outcome changes: a new sibling would have the whole of a long diff styled anew. */
  private readonly heading = h("div");
  private outcome: Drawn<string> | null = null;
  private compiler: Drawn<string> | null = null;
  private readonly squares = h("ul", { class: "squares", "aria-label": "Tests" });
  private readonly drawnSquares: Drawn<string>[] = [];
  /** The test that is looked at. */
  private test: Drawn<TestEvent> | null = null;
  private testName = "";
  private message: HTMLElement | null = null;
  private readonly since = performance.now();

  constructor(
    private readonly run: RunView,
    private readonly context: ResultsContext,
  ) {
    this.draw();
  }

  update(): void {
    if (!this.frame) this.frame = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.frame = 0;
    const focused = (document.activeElement as HTMLElement | null)?.dataset?.test;
    this.outcome = drawn(this.outcome, this.said(), () => this.drawOutcome());
    arrange(this.heading, [this.outcome.element]);
    const parts: Node[] = [this.heading];
    const { compile, done } = this.run;
    if (compile && compile.state !== "started" && compile.output) {
      const { output } = compile;
      this.compiler = drawn(this.compiler, output, () => compilerOutput(output));
      parts.push(this.compiler.element);
    }
    if (this.context.kind !== "own" && !(compile?.state === "failed")) parts.push(this.drawSquares());
    const test = this.shown();
    if (test) {
      const name = this.name(test.index, test);
      if (name !== this.testName) [this.test, this.testName] = [null, name]; // an earlier sample came later
      this.test = drawn(this.test, test, () => this.drawTest(test));
      if (this.message) this.message.hidden = test.message === done?.message; // said above
      parts.push(this.test.element);
    }
    arrange(this.element, parts);
    if (focused !== undefined) this.element.querySelector<HTMLElement>(`[data-test="${focused}"]`)?.focus();
  }

  /** What the outcome is drawn from, in words. */
  private said(): string {
    const { done, state, compile, tests, total, note } = this.run;
    if (done) return JSON.stringify(done);
    const finished = tests.size ? `${tests.size} of ${plural(total, "test")} finished` : "Running";
    const text = compile?.state === "started" ? "Compiling" : state === "queued" ? note ?? "Waiting for a free machine" : finished;
    const seconds = Math.floor((performance.now() - this.since) / 1000);
    return text + (seconds >= LONG ? `, ${seconds} s so far` : "");
  }

  private drawOutcome(): HTMLElement {
    const { done } = this.run;
    if (!done) return h("p", { class: "outcome" }, icon("loader-circle", "spin"), this.said());
    const said = verdict(done.verdict);
    const own = this.context.kind === "own" && (done.verdict === "accepted" || done.verdict === "wrong_answer");
    if (own) return h("p", { class: "outcome" }, icon("square-terminal"), "Your program ran to its end.");
    const look = { good: "good", bad: "bad", slow: "warn", ours: "warn" }[said.look];
    const compiled = done.verdict !== "compile_error" && this.context.kind !== "own";
    const counted = done.total && compiled ? ` · ${done.passed} of ${plural(done.total, "test")} passed` : "";
    const sentence = done.verdict === "accepted" ? "" : done.message;
    return h("div", {},
      h("p", { class: `outcome ${look}` }, icon(said.icon), `${said.word}${counted}`),
      sentence && h("p", {}, sentence),
    );
  }

  private drawSquares(): HTMLElement {
    const total = Math.max(this.run.total, this.run.tests.size);
    const shown = this.shown()?.index;
    this.drawnSquares.length = Math.min(this.drawnSquares.length, total);
    for (let index = 0; index < total; index++) {
      const test = this.run.tests.get(index);
      const said = test && verdict(test.verdict);
      const name = `${this.name(index, test)}: ${said ? said.word : this.run.done ? "not run" : "waiting"}`;
      const pressed = String(test !== undefined && shown === index);
      this.drawnSquares[index] = drawn(this.drawnSquares[index], `${pressed} ${name}`, () => h("li", {},
        h("button", {
          type: "button", "data-test": index, "data-look": said?.look, class: test ? undefined : "waiting", title: name,
          "aria-label": name, "aria-pressed": pressed, disabled: !test, onclick: () => this.choose(index),
        }, said ? icon(said.icon) : null)));
    }
    arrange(this.squares, this.drawnSquares.map(({ element }) => element));
    return this.squares;
  }

  private choose(index: number): void {
    this.chosen = index;
    this.draw();
  }

  /** The chosen test, else the first that failed, else the first sample. */
  private shown(): TestEvent | undefined {
    const tests = [...this.run.tests.values()].sort((a, b) => a.index - b.index);
    const chosen = this.chosen === null ? undefined : this.run.tests.get(this.chosen);
    return chosen ?? tests.find((test) => test.verdict !== "accepted") ?? tests.find((test) => test.sample);
  }

  private name(index: number, test: TestEvent | undefined): string {
    if (this.context.kind === "own") return "Your input";
    if (!test?.sample) return `Test ${index + 1}`;
    return `Sample ${this.rank(test) + 1}`;
  }

  private rank(test: TestEvent): number {
    return [...this.run.tests.values()].filter((other) => other.sample && other.index < test.index).length;
  }

  private drawTest(test: TestEvent): HTMLElement {
    const said = verdict(test.verdict);
    const own = this.context.kind === "own";
    const sample = test.sample && !own ? this.context.samples[this.rank(test)] : undefined;
    const figures = h("p", { class: "figures" },
      own ? null : h("strong", {}, this.name(test.index, test)), own ? null : h("span", {}, said.word),
      h("span", {}, milliseconds(test.cpu_ms)), test.memory_kib ? h("span", {}, memory(test.memory_kib)) : null, // none: it was gone before anybody could look
      test.exit_code ? h("span", {}, `exit code ${test.exit_code}`) : null, test.signal ? h("span", {}, test.signal) : null,
    );
    this.message = test.message && test.verdict !== "accepted" && !own ? h("p", {}, test.message) : null;
    const parts: Node[] = [figures];
    if (this.message) parts.push(this.message);
    if (sample) parts.push(...block("Input", sample.input));
    if (sample && test.verdict === "wrong_answer") parts.push(...difference(sample.expected_output, test.stdout ?? ""));
    else if (test.sample) parts.push(...block("Your output", test.stdout ?? "", "nothing was printed"));
    if (test.stderr) parts.push(...block("Standard error", test.stderr));
    if (!test.sample) parts.push(h("p", { class: "note" }, "This test is hidden: you see how it ended, not what is in it."));
    return h("section", { class: "test" }, ...parts);
  }
}

/** What stands already, where it was drawn from the same; else drawn anew. A read over HTTP tells the same in new objects. */
function drawn<Of>(before: Drawn<Of> | null | undefined, of: Of, draw: () => HTMLElement): Drawn<Of> {
  if (before && (before.of === of || JSON.stringify(before.of) === JSON.stringify(of))) return { of, element: before.element };
  return { of, element: draw() };
}

function block(title: string, text: string, empty = "empty"): Node[] {
  const body = text === "" ? h("p", { class: "note" }, `(${empty})`) : h("pre", { class: "output", tabindex: "0", "aria-label": title }, text);
  return [h("h3", {}, title), body];
}

function compilerOutput(output: string): HTMLElement {
  return h("div", { class: "stack" }, h("h3", {}, "The compiler says"), h("pre", { class: "output whole", tabindex: "0", "aria-label": "Compiler output" }, output));
}

function difference(wanted: string, got: string): Node[] {
  if (got === "") return [...block("Expected output", wanted), ...block("Your output", "", "nothing was printed")];
  const words = { same: "", wanted: "expected", got: "yours" };
  const row = ({ kind, text, ended }: DiffLine): HTMLElement => {
    const cells = visible(text).map((piece) => (piece.mark ? h("span", { class: "mark" }, piece.text) : piece.text));
    const shown = kind === "same" ? [text] : [...cells, ended ? h("span", { class: "mark" }, "↵") : null];
    return h("tr", { class: kind }, h("td", {}, words[kind]), h("td", {}, ...shown));
  };
  const body = h("tbody");
  const note = h("p", { class: "note" });
  inTurns(diff(wanted, got), ({ lines, cut }) => {
    note.textContent = cut ? "Only the first 400 lines are compared here." : "· is a space, → a tab, ↵ the end of a line.";
    inSlices(lines, LINES_A_FRAME, (slice) => body.append(...slice.map(row)));
  });
  return [h("h3", {}, "Expected and yours"), h("table", { class: "diff" }, body), note];
}
