import type { LabStore } from "../store.js";
import type { Lang, Text } from "../text/lang.js";

export interface ViewOptions {
  readonly lang: Lang;
  /** To be called when `describe` has something else to say though the store has not changed. */
  readonly told?: () => void;
}

/** A view that stands on the page. It follows the store by itself. */
export interface View {
  /** One plain sentence of what is to be seen now: for the drawer and for those who cannot see the picture. */
  describe(): string;
  /** Of a view that stands apart: what the keys Space, → and R do there. */
  readonly run?: { toggle(): void; advance(): void; reset(): void };
  /** What a share link holds beside the set-up, for `place().asked`. */
  readonly address?: () => Readonly<Record<string, string>>;
  /** Takes everything off the page and stops listening. */
  dispose(): void;
}

/** Puts a view into an element. Views know no framework, so documents and notebooks can show them too. */
export type MountView = (element: HTMLElement, store: LabStore, options: ViewOptions) => View;

export interface ViewEntry {
  /** Its name in addresses: `#/boundary`. */
  readonly id: string;
  readonly title: Text;
  /** Where its tab stands. */
  readonly room: "learn" | "network" | "data" | "brain" | "take";
  /** It does not show the network of the set-up: neither set-up nor transport bar nor its figures stand beside it. */
  readonly isApart?: boolean;
  readonly load: () => Promise<{ readonly mountView: MountView }>;
}
