/** Copies a text. The clipboard is there only over https and on this computer itself. @returns whether it was */
export async function copy(text: string): Promise<boolean> {
  const copied = navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  );
  return (await copied) ?? false;
}
