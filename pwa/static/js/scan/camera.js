/**
 * The camera on the far side of the phone, shown in a video element. It is let go while nobody
 * looks at the page, or the phone keeps its lamp on and other apps find it taken.
 */
const WANTED = { video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } } };
const FAULTS = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "none",
  OverconstrainedError: "none",
};

/**
 * @param {HTMLVideoElement} video
 * @param {(now: {state: string, torch: boolean}) => void} changed told of every change; `state` is one of
 *   starting, live, off, denied, none, busy, unsupported
 */
export function camera(video, changed) {
  let stream = null;
  let isWanted = false;
  let turn = 0; // of starting; an answer to an earlier one comes too late

  const tell = (state) => changed({ state, torch: state === "live" && hasTorch(stream) });

  async function open() {
    const mine = ++turn;
    if (!navigator.mediaDevices?.getUserMedia) return tell("unsupported");
    tell("starting");
    try {
      const opened = await navigator.mediaDevices.getUserMedia(WANTED);
      if (mine !== turn) return end(opened);
      await show(opened, mine);
    } catch (error) {
      if (mine === turn) tell(FAULTS[error.name] ?? "busy");
    }
  }

  async function show(opened, mine) {
    stream = opened;
    // A call coming in takes the camera away; the page can only ask again.
    stream.getVideoTracks()[0].onended = () => mine === turn && (release(), tell("busy"));
    video.srcObject = stream;
    await video.play();
    if (mine === turn) tell("live");
  }

  function release() {
    turn++;
    if (stream) end(stream);
    stream = video.srcObject = null;
  }

  function seen() {
    if (!isWanted) return;
    if (document.hidden) {
      release();
      tell("off");
    } else if (!stream) open();
  }

  document.addEventListener("visibilitychange", seen);

  return {
    start() {
      isWanted = true;
      if (!stream && !document.hidden) return open();
    },
    stop() {
      isWanted = false;
      release();
      tell("off");
    },
    /** Turns the lamp on or off; resolves with whether it is on. */
    async light(on) {
      try {
        await stream.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: on }] });
        return on;
      } catch {
        return false;
      }
    },
  };
}

const end = (stream) => stream.getTracks().forEach((track) => track.stop());

const hasTorch = (stream) => Boolean(stream?.getVideoTracks()[0].getCapabilities?.().torch);
