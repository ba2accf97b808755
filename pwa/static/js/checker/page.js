/** The page that checks a medal's file on this device. All words are the page's. */

import { day, time } from "../page/phrases.js";
import { tokenOf } from "./file.js";
import { verify } from "./token.js";
import { keysOf, standing } from "./trust.js";

export function mount(element) {
  const input = element.querySelector("input[type=file]");
  const drop = element.querySelector("[data-drop]");
  const checked = (file) => file && show(element, file);
  input.addEventListener("change", () => checked(input.files[0]));
  for (const kind of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.dataset.state = kind === "dragover" ? "over" : "";
      if (kind === "drop") checked(event.dataTransfer.files[0]);
    });
  }
  if (!globalThis.crypto?.subtle) tell(element, "insecure");
  checked(input.files[0]); // chosen before this script was there, or before the page was read again
}

let latest = 0;

/** Of two files the later one is shown, whichever was checked first. */
async function show(element, file) {
  const turn = ++latest;
  const result = await check(element, file);
  if (turn === latest) tell(element, result.state, result);
}

async function check(element, file) {
  if (!globalThis.crypto?.subtle) return { state: "insecure" };
  const { token, why } = await tokenOf(file);
  if (!token) return { state: why };
  const { issuer, keys, jwks } = element.dataset;
  const trust = { keys: await keysOf(jwks, JSON.parse(keys).keys), issuer, now: Date.now() };
  const found = await verify(token, { ...trust, type: "OpenBadgeCredential" });
  if (found.state !== "genuine") return found;
  const status = await standing(found.claims, trust).catch(() => ({ state: "unknown" }));
  return { ...found, state: status.state, status };
}

function tell(element, state, { claims, status } = {}) {
  const place = element.querySelector("[data-result]");
  place.replaceChildren(element.querySelector(`template[data-state="${state}"]`).content.cloneNode(true));
  if (!claims) return;
  const at = place.querySelector("[data-at]");
  if (at) at.textContent = `${day(status.at)} ${time(status.at)}`;
  place.querySelector("[data-kept]")?.toggleAttribute("hidden", status.isFresh);
  place.append(facts(element, claims));
}

function facts(element, claims) {
  const card = element.querySelector("template[data-facts]").content.cloneNode(true);
  const put = (name, text) => {
    card.querySelector(`[data-${name}]`).textContent = text ?? "";
  };
  put("name", half(claims.name));
  put("edition", claims.credentialSubject.licenseNumber);
  put("issuer", claims.issuer.name ?? claims.issuer.id);
  put("on", day(Date.parse(claims.awardedDate ?? claims.validFrom)));
  card.querySelector("[data-online]").href = new URL(claims.jti).pathname;
  return card;
}

/** Signed names are in both languages: the reader's half. */
function half(name) {
  const halves = name.split(" / ");
  return halves[document.documentElement.lang === "en" ? halves.length - 1 : 0];
}
