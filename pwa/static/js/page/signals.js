/** A short tone and a touch of vibration, for people who look at the code and not at the phone. */
const TONES = {
  kept: { pitches: [880], shake: 60 },
  counted: { pitches: [880, 1320], shake: 60 },
  bad: { pitches: [220, 180], shake: [80, 60, 80] },
};
const LENGTH = 0.11; // s a tone

let audio = null;

/** Wakes the sound up; browsers want this to begin with a touch. */
export function arm() {
  audio ??= "AudioContext" in self ? new AudioContext() : null;
  // The browser may never let it begin, so nothing waits for that.
  if (audio?.state === "suspended") audio.resume().catch(() => {});
}

/** @param {"kept"|"counted"|"bad"} kind */
export function signal(kind) {
  const { pitches, shake } = TONES[kind];
  // Before the first touch a browser would refuse, and call it an error.
  if (navigator.userActivation?.hasBeenActive ?? true) navigator.vibrate?.(shake);
  if (audio?.state !== "running") return;
  pitches.forEach((pitch, n) => play(pitch, audio.currentTime + n * LENGTH));
}

function play(pitch, from) {
  const tone = new OscillatorNode(audio, { frequency: pitch });
  const volume = new GainNode(audio, { gain: 0.2 });
  // Cut off at once a tone clicks.
  volume.gain.setTargetAtTime(0, from + LENGTH * 0.7, 0.02);
  tone.connect(volume).connect(audio.destination);
  tone.start(from);
  tone.stop(from + LENGTH);
}
