// Words that do not belong in the repository.
import { ownFiles } from "./files.mjs";

// The square brackets keep a pattern from finding itself.
const rules = [
  {
    what: "unfinished work",
    pattern: /\b(TO[D]O|FI[X]ME|X[X]X|HA[C]K)\b/,
    allow: /^package-lock\.json$|\.csv$/,
  },
  { what: "a test that hides the others", pattern: /\b(test|it|describe|bench)\.onl[y]\(/, allow: /^$/ },
  { what: "a path of one machine", pattern: /\/wor[k]\//, allow: /^$/ },
  {
    what: "a package registry's host",
    pattern: /registr[y]\.(npmjs|yarnpkg)|deb\.debia[n]\.org|pyp[i]\.org|pythonhoste[d]\.org/,
    allow: /^$/,
  },
  {
    what: "a file beside the repository",
    pattern: /\.\.\/share[d]/,
    allow: /\.test\.ts$|^(test|bench|golden)\//,
  },
];

export function checkWords() {
  const found = ownFiles().flatMap(({ path, lines }) =>
    lines.flatMap((line, i) =>
      rules
        .filter(({ pattern, allow }) => pattern.test(line) && !allow.test(path))
        .map(({ what, pattern }) => `${path}:${i + 1}: ${what}: ${pattern.exec(line)[0]}`),
    ),
  );
  return { code: found.length === 0 ? 0 : 1, output: found.join("\n") };
}
