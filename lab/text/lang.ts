export const langs = ["en", "zh"] as const;
export type Lang = (typeof langs)[number];

/** One text in both languages. A text that lacks one is a type error. */
export type Text = Readonly<Record<Lang, string>>;

/** The texts of one room of the lab: `words({ play: { en: "Play", zh: "播放" } })(lang).play`. */
export function words<const T extends Readonly<Record<string, Text>>>(
  texts: T,
): (lang: Lang) => { readonly [Name in keyof T]: string } {
  const of = (lang: Lang): { readonly [Name in keyof T]: string } =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text[lang]])) as {
      readonly [Name in keyof T]: string; // the same names
    };
  const ready = { en: of("en"), zh: of("zh") };
  return (lang) => ready[lang];
}

/** A number as people read it: three figures that count. */
export function figure(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return "0";
  const size = Math.abs(value);
  return size >= 1e5 || size < 1e-3
    ? value.toExponential(digits - 1)
    : String(Number(value.toPrecision(digits)));
}

/** With true minus signs. */
export const withMinus = (text: string): string => text.replaceAll("-", "−");

/** A share as people read it: "12.5 %". */
export const percent = (share: number, decimals = 1): string => `${(share * 100).toFixed(decimals)} %`;
