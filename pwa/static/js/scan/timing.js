/**
 * Measures "scan-feedback": from the frame that held a code to the feedback that can be seen.
 * @param {number} began when the frame went to the decoder, by performance.now()
 */
export function painted(began) {
  // A frame callback runs before its frame is drawn, and a task after it when it has been.
  requestAnimationFrame(() => setTimeout(() => performance.measure("scan-feedback", { start: began })));
}
