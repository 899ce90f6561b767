// What a sample looks like.

/** What a sample looks like: the address of its image; or, where samples are texts or rows of a table, what it says, and
 * no address. `whole`: all of it, where `text` is the beginning of a row. */
export type FaceSpec = {
  image: string;
  /** the image as it came, at its full size */
  original?: string;
  text: Promise<string> | null;
  whole?: Promise<string>;
};
