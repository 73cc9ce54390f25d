// Vim's keys: a bundle of its own, loaded when somebody asks for it.

import { Vim, vim } from "@replit/codemirror-vim";
import type { Extension } from "@codemirror/state";

/** save: what `:w` does; everything is saved by itself, but fingers do it. */
export function vimKeys(save: () => void): Extension {
  Vim.defineEx("write", "w", save);
  return vim({ status: true });
}
