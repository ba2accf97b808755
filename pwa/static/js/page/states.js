/** Which of several elements is seen: each is written in the page, and says the states that it is for. */

/**
 * Of the elements inside `root` that name their states (data-for="kept ownerless"), shows those of one state alone.
 * @param {ParentNode} root
 * @param {string} name the attribute after data-
 * @param {string} state
 */
export function only(root, name, state) {
  for (const element of root.querySelectorAll(`[data-${name}]`)) {
    // An attribute, for only HTML has the property: the elements of a drawing do not.
    element.toggleAttribute("hidden", !element.dataset[name].split(" ").includes(state));
  }
}
