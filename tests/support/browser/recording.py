"""What tests ask of the field engine in a page: its modules, run as the page itself runs them."""

import json

from tests.browser.conftest import PHONE, sign_in


def open_phone(window, person, **options):
    """A signed-in phone on a page that says whose it is. Nothing of the field goes out by itself."""
    page = window(PHONE, loses_network=True, **options)
    page.route("**/streams", lambda route: route.abort())
    sign_in(page, person, at="/account")
    return page


def folder(page):
    return page.locator("script[type=module]").get_attribute("src").rpartition("/")[0]


def run(page, body, *given, module="station/log/stream"):
    """Run ``body`` of an async function of (m, …given), where m is a module of ours; its result."""
    names = ", ".join(f"a{n}" for n in range(len(given)))
    code = f"async ([folder, [{names}]]) => {{ const load = (name) => import(`${{folder}}/${{name}}.js`); "
    code += f"const m = await load({json.dumps(module)}); {body} }}"
    return page.evaluate(code, [folder(page), list(given)])


def append(page, fields, assessment=1):
    """Write down; what was kept, or {"unkept": why}."""
    body = "return m.append(a0, a1).catch((error) => ({ unkept: error.why ?? String(error) }));"
    return run(page, body, assessment, fields)


def entries(page, assessment=1):
    return run(page, "return m.entriesOf(a0);", assessment)


def rows(page):
    """The entries as they lie on the disk, by stream and number."""
    found = run(page, "return m.all('entries');", module="kept/store")
    return sorted(found, key=lambda row: (row["stream"], row["seq"]))


def occupied(page, store="entries"):
    """Another window, with a transaction on a store until its ``ended`` is set: others wait behind it."""
    other = page.context.new_page()
    other.goto("/account")
    run(
        other,
        "const db = await m.open(); const spin = (t) => { if (self.ended) return; "
        "t.objectStore(a0).get('x').then(() => spin(t)); };"
        " spin(db.transaction(a0, 'readwrite'));",
        store,
        module="kept/store",
    )
    return other
