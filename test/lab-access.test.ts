import { describe, expect, test } from "vitest";
import { chromiumPath } from "./support/chromium.js";
import { faultsOfViews } from "./support/lab-access.js";
import { useLab } from "./support/open-lab.js";

// Each language and each theme at both widths; the other two pairs are looked at by test/lab-access.full.test.ts.
describe.skipIf(chromiumPath === undefined)("every view", () => {
  const { open } = useLab();

  test.each([
    ["en", "light"],
    ["zh", "dark"],
  ] as const)(
    "has no serious fault of access and no text out of its place, 1280 and 360 px wide: %s, %s",
    async (lang, theme) => {
      expect(await faultsOfViews(open, { lang, theme })).toEqual([]);
    },
    240_000,
  );
});
