"""The checker on the reader's own device, and verifiers that know nothing of us."""

from pathlib import Path

import pytest
from playwright.sync_api import Error, expect

from services import credentials
from services.credentials import signing_keys
from tests.browser.conftest import PHONE
from tests.support.browser.keeping import await_wired, await_worker
from tests.support.browser.medals import Medals, picture
from tests.support.browser.moved import move_pages
from tests.support.signing import stranger
from tests.test_words import HAN

DATA = Path(__file__).parent.parent / "data"
SERVED = {
    "/": ("text/html", None),
    "/outside.js": ("text/javascript", Path(__file__).parent.parent / "support" / "browser" / "outside.js"),
    "/verifiers.min.js": ("text/javascript", DATA / "vendor" / "verifiers.min.js"),
    "/schema.json": ("application/json", DATA / "openbadges" / "achievementcredential.schema.json"),
}


@pytest.fixture
def medals(cast, server, tmp_path):
    return Medals(cast, server.url, tmp_path)


@pytest.fixture
def checker(window, medals):
    """The page, open before anything is brought to it."""

    def open_page(**options):
        page = window(PHONE, **options)
        page.goto("/verify")
        await_wired(page)
        return page

    return open_page


def bring(page, content, name="medal.png"):
    page.set_input_files(
        "input[type=file]", {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    return page.locator("[data-result]")


def test_a_genuine_medal_is_valid_and_shows_what_stands_on_the_picture(checker, medals):
    page = checker()
    result = bring(page, medals.genuine("silver"))

    expect(result).to_contain_text("签名有效")
    expect(result).to_contain_text("2026 秋赛 体能测试纪念章（良好）")
    expect(result).to_contain_text("№ 000001")
    expect(result.locator("[data-at]")).to_contain_text("20")
    expect(result.locator("[data-kept]")).to_be_hidden()


def test_the_json_file_and_a_dropped_picture_do_as_well(checker, medals):
    page, medal = checker(), medals.mark("gold")
    envelope = credentials.enveloped(medal, site=medals.site)
    result = bring(page, str(envelope).replace("'", '"').encode(), "medal.json")
    expect(result).to_contain_text("签名有效")
    expect(bring(page, picture())).to_contain_text("图里没有证书")

    dropped = list(picture(credentials.token(medal, site=medals.site)))
    page.evaluate(
        """(bytes) => {
          const carried = new DataTransfer();
          carried.items.add(new File([Uint8Array.from(bytes)], "medal.png"));
          const drop = new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true });
          document.querySelector("[data-drop]").dispatchEvent(drop);
        }""",
        dropped,
    )
    expect(result).to_contain_text("签名有效")


def test_what_is_not_ours_or_no_longer_whole_is_told_apart(checker, medals):
    page = checker()
    for content, words in (
        (medals.tampered(), "签名不对"),
        (medals.forged(kid=medals.kid), "签名不对"),
        (medals.forged(), "不认识的密钥"),
        (medals.expired(), "已过期"),
        (picture(), "图里没有证书"),
        (b"nothing of ours", "不是我们的证书"),
        (picture("a.b.c"), "不是我们的证书"),
    ):
        expect(bring(page, content)).to_contain_text(words)
        expect(page.locator("[data-result] .ok")).to_have_count(0)


def test_a_corrected_medal_is_genuine_but_holds_no_longer_and_leads_to_what_does(checker, medals):
    page, old = checker(), medals.genuine("gold")
    expect(bring(page, old)).to_contain_text("签名有效")
    medals.mark("bronze")
    result = bring(page, old, "again.png")

    expect(result).to_contain_text("已更正或撤销")
    result.get_by_role("link").click()
    expect(page.get_by_role("status").first).to_contain_text("已更正")


def test_without_a_network_it_checks_signatures_and_says_how_old_its_knowledge_is(checker, medals):
    page = checker(loses_network=True)
    content = medals.genuine()
    page.context.set_offline(True)
    expect(bring(page, content)).to_contain_text("有没有更正或撤销还不知道")
    expect(bring(page, medals.forged(), "f.png")).to_contain_text("不认识的密钥")

    page.context.set_offline(False)
    result = bring(page, content, "b.png")
    expect(result).to_contain_text("没有更正或撤销")
    expect(result.locator("[data-kept]")).to_be_hidden()
    page.context.set_offline(True)
    result = bring(page, content, "c.png")
    expect(result.locator("[data-kept]")).to_be_visible()


def test_once_installed_the_page_opens_and_checks_with_the_server_gone(checker, medals, server):
    page = checker(anew=True, loses_network=True)
    content = medals.genuine()
    await_worker(page)
    server.stop()
    page.goto("/verify")
    expect(bring(page, content)).to_contain_text("有没有更正或撤销还不知道")
    expect(bring(page, medals.tampered(), "t.png")).to_contain_text("签名不对")


def test_a_new_key_is_learnt_with_a_network_and_a_revoked_one_is_forgotten(checker, medals):
    page, old = checker(), medals.genuine()
    signing_keys.keep(stranger(), medals.site.secret)
    new = medals.genuine()
    expect(bring(page, new)).to_contain_text("签名有效")
    expect(bring(page, old, "old.png")).to_contain_text("签名有效")
    signing_keys.revoke(medals.kid)
    expect(bring(page, old, "gone.png")).to_contain_text("不认识的密钥")


def test_it_speaks_english(checker, medals):
    page = checker()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    result = bring(page, medals.genuine())
    expect(result.locator(".note.ok")).to_be_visible()
    assert not HAN.search(result.inner_text())


@pytest.fixture
def outside(launched, medals):
    """A page that holds nothing of ours, from which jose and ajv look at a picture.

    It borrows the server's address: browsers keep pages of other addresses from this machine's own.
    """
    base, context = f"{medals.site.url}/outside", launched.new_context()
    move_pages(context)
    context.route(f"{base}/**", lambda route: _serve(route, base))
    page = context.new_page()
    page.goto(f"{base}/")
    trust = {"jwks": f"{medals.site.url}/.well-known/jwks.json", "issuer": f"{medals.site.url}/issuer"}
    script = 'async ([png, trust]) => (await import("/outside/outside.js")).verify(png, trust)'
    yield lambda png: page.evaluate(script, [list(png), trust])
    context.close()


def _serve(route, base):
    kind, file = SERVED[route.request.url.removeprefix(base)]
    route.fulfill(content_type=kind, body=file.read_text("utf-8") if file else "<!doctype html>")


def test_jose_and_ajv_accept_what_we_issue_and_refuse_all_else(outside, medals):
    genuine = medals.genuine()
    accepted = outside(genuine)
    assert accepted["credentialSubject"]["licenseNumber"] == "000001"

    for content, why in (
        (medals.tampered(), "signature verification failed"),
        (medals.forged(kid=medals.kid), "signature verification failed"),
        (medals.forged(), "no applicable key"),
        (medals.expired(), '"exp" claim'),
    ):
        with pytest.raises(Error, match=why):
            outside(content)
    medals.mark(None)
    with pytest.raises(Error, match="revoked"):
        outside(genuine)


def test_the_official_schema_is_really_asked(outside, medals):
    lacking = medals.claims()
    del lacking["credentialSubject"]["achievement"]["criteria"]
    with pytest.raises(Error, match="schema: .*criteria"):
        outside(picture(signing_keys.sign(lacking, site=medals.site)))
