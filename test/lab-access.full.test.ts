import { describe, expect, test } from "vitest";
import { chromiumPath } from "./support/chromium.js";
import { faultsOfViews } from "./support/lab-access.js";
import { useLab } from "./support/open-lab.js";

// The pairs that test/lab-access.test.ts leaves out, and in each view a change of theme while it is open.
describe.skipIf(chromiumPath === undefined)("every view, its theme changed", () => {
  const { open } = useLab();

  test.each([
    ["en", "light", "dark"],
    ["zh", "dark", "light"],
  ] as const)(
    "has no serious fault of access and no text out of its place, 1280 and 360 px wide: %s, from %s to %s",
    async (lang, theme, next) => {
      const faults = await faultsOfViews(open, {
        lang,
        theme,
        async paint(page) {
          for (const name of [theme, next]) await page.selectOption(".tools select", name); // with which a view is mounted anew
          await page.waitForSelector(`:root[data-theme=${next}]`);
          await page.waitForSelector("main > *");
        },
      });
      expect(faults).toEqual([]);
    },
    240_000,
  );
});
