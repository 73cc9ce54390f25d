// CodeMirror in our colours. One editor; each question and language keeps its own state.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension, Transaction } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { LineMark } from "./compile";
import { LANGUAGES } from "./languages";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.controlKeyword], color: "var(--cm-keyword)" },
  { tag: [tags.string, tags.special(tags.string), tags.character, tags.regexp], color: "var(--cm-string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--cm-number)" },
  { tag: [tags.comment], color: "var(--cm-comment)", fontStyle: "italic" },
  { tag: [tags.typeName, tags.className, tags.standard(tags.name)], color: "var(--cm-type)" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--cm-function)" },
  { tag: [tags.meta, tags.processingInstruction, tags.annotation], color: "var(--cm-meta)" },
  { tag: tags.invalid, color: "var(--bad)" },
]);

const look = EditorView.theme({
  "&": { color: "var(--text)", backgroundColor: "var(--raised)" },
  "&.cm-focused": { outline: "none" }, // the ring is drawn by workspace.css, above the gutter
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", overscrollBehavior: "contain" },
  ".cm-content": { caretColor: "var(--text)", paddingBlock: "8px" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--raised)", color: "var(--quiet)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in oklch, var(--accent) 7%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in oklch, var(--accent) 28%, transparent)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--good-soft)", outline: "1px solid var(--edge)" },
  ".cm-selectionMatch": { backgroundColor: "var(--warn-soft)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", border: "1px solid var(--line)", borderRadius: "6px", boxShadow: "var(--float)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--text)" },
  ".cm-panels-top, .cm-panels-bottom": { border: "none", borderBlock: "1px solid var(--line)" },
  ".cm-textfield": { backgroundColor: "var(--raised)", border: "1px solid var(--edge)" },
  ".cm-diagnostic": { fontFamily: "var(--sans)", padding: "4px 8px", whiteSpace: "pre-wrap", maxWidth: "32rem" },
  ".cm-gutter-lint": { width: "1.1em" },
  "&.cm-focused .cm-fat-cursor": { background: "var(--accent)", color: "var(--on-accent) !important" },
  "&:not(.cm-focused) .cm-fat-cursor": { outline: "1px solid var(--edge)" },
  ".cm-vim-panel input": { color: "var(--text)" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--raised)", border: "1px solid var(--edge)" },
});

/**
 * Typing over a selection of several lines is done by us: the browser's own way styles the new text inline,
 * which the page's policy refuses with a complaint in the console.
 */
function typeOverSelection(event: InputEvent, view: EditorView): boolean {
  const { ranges, main } = view.state.selection;
  const text = event.data;
  if (event.inputType !== "insertText" || !text || view.composing || ranges.length > 1 || main.empty) return false;
  event.preventDefault();
  const insert = (): Transaction => view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
  const handled = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, main.from, main.to, text, insert));
  if (!handled) view.dispatch(insert());
  return true;
}

const CALM = matchMedia("(prefers-reduced-motion: reduce)").matches;

export interface EditorOptions {
  parent: HTMLElement;
  nonce: string;
  fontSize: number;
  vim: boolean;
  onEdit: (code: string) => void;
  onBlur: () => void;
}

export class Editor {
  private readonly view: EditorView;
  private readonly states = new Map<string, EditorState>();
  private readonly size = new Compartment();
  private readonly keys = new Compartment();
  private vim: Extension = [];
  private readonly writable = new Compartment();
  private readOnly = false;
  private key = "";

  constructor(private readonly options: EditorOptions) {
    this.view = new EditorView({ parent: options.parent, state: this.fresh("", "python", "") });
    if (options.vim) void this.useVim(true);
  }

  /** Show a text. The undo history of each question and language is kept while the page lives. */
  show(question: string, language: string, code: string, title: string): void {
    if (this.key) this.states.set(this.key, this.view.state);
    this.key = `${question} ${language}`;
    const kept = this.states.get(this.key);
    this.view.setState(kept && kept.doc.toString() === code ? kept : this.fresh(code, language, title));
    this.resize(this.options.fontSize);
    this.view.dispatch({ effects: this.keys.reconfigure(this.vim) });
    this.lock(this.readOnly);
  }

  /** The text can be read, selected and copied, and not be changed. */
  lock(readOnly: boolean): void {
    this.readOnly = readOnly;
    const locked = [EditorState.readOnly.of(true), EditorState.changeFilter.of(() => false)];
    this.view.dispatch({ effects: this.writable.reconfigure(readOnly ? locked : []) });
  }

  /** Vim's keys, or the usual ones. Rejects where their script does not come. */
  async useVim(on: boolean): Promise<void> {
    this.vim = on ? (await import("./vim")).vimKeys(this.options.onBlur) : [];
    this.view.dispatch({ effects: this.keys.reconfigure(this.vim) });
  }

  /** Mark the lines that a compiler complained about; an empty list takes all marks away. */
  mark(marks: LineMark[]): void {
    const { doc } = this.view.state;
    const diagnostics = marks.filter(({ line }) => line >= 1 && line <= doc.lines).map((mark): Diagnostic => {
      const line = doc.line(mark.line);
      const indent = line.text.length - line.text.trimStart().length;
      const from = Math.min(line.from + (mark.column ? mark.column - 1 : indent), line.to);
      const word = /^\w+|^\S/.exec(line.text.slice(from - line.from))?.[0].length ?? 0;
      const to = mark.column ? from + word : line.to;
      return { from, to, severity: mark.severity, message: mark.message };
    });
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  /** Whether this is the text on screen. */
  shows(question: string, language: string): boolean {
    return this.key === `${question} ${language}`;
  }

  /** Put another text in its place, as one step that can be undone. */
  replace(code: string): void {
    if (this.readOnly) return;
    this.view.dispatch({
      changes: { from: 0, to: this.view.state.doc.length, insert: code },
      annotations: Transaction.userEvent.of("input.replace"),
    });
  }

  get code(): string {
    return this.view.state.doc.toString();
  }

  focus(): void {
    this.view.focus();
  }

  resize(pixels: number): void {
    this.options.fontSize = pixels;
    this.view.dispatch({ effects: this.size.reconfigure(EditorView.theme({ "&": { fontSize: `${pixels}px` } })) });
  }

  private fresh(code: string, language: string, title: string): EditorState {
    return EditorState.create({
      doc: code,
      extensions: [
        EditorView.cspNonce.of(this.options.nonce),
        this.keys.of(this.vim),
        this.size.of([]),
        this.writable.of([]),
        EditorView.contentAttributes.of({
          "aria-label": `Your code for ${title}`, "aria-description": "Escape, then Tab leaves the editor; with vim keys Escape twice.", tabindex: "0", "data-language": language,
        }),
        lintGutter(), lineNumbers(), highlightActiveLineGutter(), highlightSpecialChars(), history(), drawSelection({ cursorBlinkRate: CALM ? 0 : 1_200 }), indentOnInput(),
        bracketMatching(), closeBrackets(), autocompletion(), highlightActiveLine(), highlightSelectionMatches(),
        indentUnit.of("    "), EditorState.tabSize.of(4),
        syntaxHighlighting(colours), look, LANGUAGES[language]?.() ?? [],
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) this.options.onEdit(update.state.doc.toString());
        }),
        EditorView.domEventHandlers({ blur: () => this.options.onBlur(), beforeinput: typeOverSelection }),
      ],
    });
  }
}
