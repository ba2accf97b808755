import { decode } from "./decoder.js";

const ENOUGH = 1600; // pixels a side

/**
 * The text of the code on a photo, or null. A photo is larger than most codes need; where the small
 * one says nothing, the whole is read.
 * @param {Blob} file
 */
export async function read(file) {
  const whole = await createImageBitmap(file);
  const scale = Math.min(1, ENOUGH / Math.max(whole.width, whole.height));
  const canvas = document.createElement("canvas");
  canvas.width = whole.width * scale;
  canvas.height = whole.height * scale;
  canvas.getContext("2d").drawImage(whole, 0, 0, canvas.width, canvas.height);
  return (await decode(canvas)) ?? (scale < 1 ? decode(whole) : null);
}
