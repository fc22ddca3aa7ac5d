/** Has the browser save a file. */
export function save(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Has the browser save a file that the page has made. */
export function saveText(name: string, type: string, text: string): void {
  save(name, new Blob([text], { type }));
}
