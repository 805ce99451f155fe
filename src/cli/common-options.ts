import type { Language } from "./language.js";
import { choice, flag, type Option } from "./option.js";

/** Options of every command. */
export interface CommonOptions {
  readonly lang: Option<Language>;
  readonly help: Option<true>;
}

export const commonOptions: CommonOptions = {
  lang: choice(["en", "zh"], "en|zh"),
  help: flag,
};
