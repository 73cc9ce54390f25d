// The questions that are answered on the page itself: a choice, a short text, a free text. One form each.

import type { Question } from "./question";

/** What stands in a draft where a program has its language. */
export const ANSWER = "answer";

type Field = HTMLInputElement | HTMLTextAreaElement;

export class Answers {
  private readonly fields = new Map<string, Field[]>();

  constructor(questions: Question[], onEdit: (question: Question, answer: string) => void, onBlur: () => void) {
    for (const question of questions) {
      const form = document.querySelector<HTMLFormElement>(`form[data-answer="${question.id}"]`);
      if (!form) continue;
      const fields = [...form.querySelectorAll<Field>('[name="code"]')];
      this.fields.set(question.id, fields);
      this.show(question);
      const edited = (): void => onEdit(question, read(fields));
      form.addEventListener("input", edited);
      form.addEventListener("change", () => onBlur());
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("reset", (event) => {
        event.preventDefault();
        if (fields.some((field) => field.disabled)) return;
        write(fields, "");
        edited();
        onBlur();
      });
    }
  }

  /** Bring the fields to what the question has, after a restore or a conflict. */
  show(question: Question): void {
    const fields = this.fields.get(question.id);
    if (fields && read(fields) !== question.code) write(fields, question.code);
  }

  /** Answers can be read, and not be changed. */
  lock(readOnly: boolean): void {
    for (const field of [...this.fields.values()].flat()) field.disabled = readOnly;
  }

  focus(question: Question): void {
    const fields = this.fields.get(question.id) ?? [];
    (fields.find((field) => (field as HTMLInputElement).checked) ?? fields[0])?.focus();
  }
}

function isChoice(field: Field): field is HTMLInputElement {
  return field.type === "radio" || field.type === "checkbox";
}

/** Of a choice the ids that are ticked, one a line, as the server keeps them. */
function read(fields: Field[]): string {
  return fields.filter((field) => !isChoice(field) || field.checked).map(({ value }) => value).join("\n");
}

function write(fields: Field[], answer: string): void {
  const chosen = new Set(answer.split("\n"));
  for (const field of fields) {
    if (isChoice(field)) field.checked = chosen.has(field.value);
    else field.value = answer;
  }
}

/** An answer as a person reads it: of a choice the texts of what was chosen. */
export function inWords(question: Question, answer: string): string {
  const { choices } = question.data;
  if (!choices.length) return answer;
  const chosen = new Set(answer.split("\n"));
  return choices.filter(({ id }) => chosen.has(id)).map(({ text }) => text).join("\n") || "(nothing chosen)";
}
