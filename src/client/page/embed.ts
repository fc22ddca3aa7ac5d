/** What an embedded page tells the page around it, so that its frame can be made as high as it is. */
export interface EmbedMessage {
  /** Of all there is to see, in CSS pixels. */
  height: number;
}

/** Tells the page around this one how high this is, now and whenever that changes. */
export function tellHeight(): void {
  let told = 0;
  const page = document.documentElement;
  new ResizeObserver(() => {
    const height = Math.ceil(page.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    // Anybody may know it. Who may have this page in a frame is the server's `--allow-frame`.
    parent.postMessage({ height } satisfies EmbedMessage, '*');
  }).observe(page);
}
