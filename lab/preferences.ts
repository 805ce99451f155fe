import type { Lang } from "./text/lang.js";

export interface Preferences {
  lang: Lang;
  theme: "light" | "dark" | "system";
  /** Whether single keys work (Space, →, R …). */
  keys: boolean;
}

const key = "neurograd-lab";

/** `?lang=zh` in the address, else what was chosen before, else what the browser asks for. */
export function preferences(): Preferences {
  const before = stored();
  const asked = new URLSearchParams(location.search);
  const lang = asked.get("lang") ?? before.lang ?? navigator.language;
  const theme = asked.get("theme") ?? before.theme;
  return {
    lang: lang.toLowerCase().startsWith("zh") ? "zh" : "en",
    theme: theme === "light" || theme === "dark" ? theme : "system",
    keys: before.keys ?? true,
  };
}

export function keep(chosen: Preferences): void {
  try {
    localStorage.setItem(key, JSON.stringify(chosen));
  } catch {
    // a page without storage (private, embedded): the choice lasts as long as the page
  }
}

function stored(): { lang?: string; theme?: string; keys?: boolean } {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}");
  } catch {
    return {};
  }
}
