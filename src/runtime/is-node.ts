/** True in Node, its worker threads, and what calls itself Node; a browser and a bundler's shim of `process` have no versions.node. */
export const isNode: boolean = typeof process !== "undefined" && process.versions?.node !== undefined;
