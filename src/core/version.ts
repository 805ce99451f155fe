/** The version of this package, as package.json has it: for files that say what wrote them. */
export const version = "0.1.0";
