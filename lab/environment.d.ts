// What Vite makes of an import's question.
declare module "*?url" {
  const address: string;
  export default address;
}
declare module "*?url&no-inline" {
  const address: string;
  export default address;
}
// A side effect of the import: the page gets the styles.
declare module "*.css" {}
interface ImportMeta {
  /** Whether this is a build or Vite's server for developing. */
  readonly env: { readonly PROD: boolean };
}
declare module "*?raw" {
  const text: string;
  export default text;
}
