import { type CommandName, commandNames } from "./help.js";

/** What a command line begins with. */
export interface CommandWords {
  /** Of one word, or of two: a group and what is done in it. */
  readonly name: CommandName | undefined;
  /** The first word, where it begins names of two words but is none itself. */
  readonly group: string | undefined;
  /** The words behind the name. */
  readonly rest: readonly string[];
}

export function commandWords(words: readonly string[]): CommandWords {
  const name = commandNames.find((command) => command.split(" ").every((word, k) => word === words[k]));
  const isGroup = name === undefined && commandNames.some((command) => command.startsWith(`${words[0]} `));
  return { name, group: isGroup ? words[0] : undefined, rest: words.slice(name?.split(" ").length ?? 1) };
}
