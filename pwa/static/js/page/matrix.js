/**
 * The dark modules of a packed matrix as one SVG path.
 * @param {{matrix: string, size: number}} code base64 of bits, row after row
 */
export function outline({ matrix, size }) {
  const bytes = Uint8Array.from(atob(matrix), (letter) => letter.charCodeAt(0));
  const isDark = (i) => (bytes[i >> 3] >> (7 - (i & 7))) & 1;
  let path = "";
  for (let i = 0; i < size * size; i++) if (isDark(i)) path += `M${i % size} ${Math.floor(i / size)}h1v1h-1z`;
  return path;
}
