/** Lets a fading list reach its full colours, for the picture alone. */
export async function faded(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 400));
}
