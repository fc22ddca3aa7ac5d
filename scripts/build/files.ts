/** Contents by path inside dist, such as `page/index.html`. */
export type Files = Map<string, Uint8Array | string>;
