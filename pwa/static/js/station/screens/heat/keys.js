/** What fingers do at a group: the large key takes times, the others name, mend and end. */
import { signal } from "../../../page/signals.js";
import { touch } from "../../touch.js";
import { say } from "../../worth.js";

/**
 * @param {object} heat the screen of heat.js
 */
export function keys(heat) {
  const { section, station } = heat;
  touch(heat.part("start"), (moment) => act(heat.run.start(moment)));
  touch(heat.part("tap"), tap, () => heat.run?.since);

  async function tap(moment) {
    const { run } = heat;
    if (run.stage !== "running") return;
    if (run.isEarly(moment.steady)) return signal("bad");
    const isAlone = run.isSingle && run.places.length === 0;
    if (!(await act(run.tap(moment))) || !isAlone) return;
    await run.end();
    tell(1, { isOver: true });
  }

  /** Waits until it is kept; what is not was said by the page already. */
  async function act(writing) {
    try {
      await writing;
      signal("kept");
      return true;
    } catch {
      return false;
    }
  }

  function tell(place, how) {
    const { person, tap: target, measure } = heat.run.places[place - 1];
    station.announce({ person, target, measure }, how);
  }

  /** Takes a person out of the group that waits; the toast puts them back. */
  async function out(person) {
    const { lineup } = heat.run;
    await station.lineups.save({ ...lineup, people: lineup.people.filter((one) => one !== person) });
    const name = station.person(person)?.name ?? "";
    heat.toast.offer(say("taken-out", { name }), () => station.lineups.save(lineup));
  }

  function to(heatId) {
    heat.switch(false);
    station.page.replace("heat", { heat: heatId });
  }

  const ACTS = {
    add: () => station.page.back(),
    switch: () => heat.switch(!heat.isSwitching),
    undo: () => act(heat.run.undo()),
    end: () => heat.run.end(),
    reopen: () => heat.run.reopen(),
    next: () => station.page.replace("list"),
    "by-order": () => heat.picker.open(heat.run, heat.run.places.find((one) => one.person === null && !one.pass)?.place),
    "new-group": async () => to((await station.lineups.make([], heat.run.lineup.isCheck)).heat),
    fault: ({ how, person }) => act(heat.run.fault(Number(person), how)),
    pick: ({ placeOf }) => heat.picker.open(heat.run, Number(placeOf)),
    tell: ({ placeOf }) => tell(Number(placeOf)),
    lane: ({ laneOf }) => out(Number(laneOf)),
    group: ({ heat: id }) => to(id),
  };

  section.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-act]");
    if (button && heat.run) ACTS[button.dataset.act]?.({ ...button.closest("li")?.dataset, ...button.dataset });
  });
}
