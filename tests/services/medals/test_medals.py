"""Pictures are drawn once, kept within bounds, and never half written."""

import os

import pytest

from services.medals import art_cache


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "art"


def test_a_picture_is_drawn_once(folder):
    drawn = []

    def draw():
        drawn.append(1)
        return b"picture"

    assert {art_cache.kept(folder, ("1", "autumn"), "webp", draw) for _ in range(3)} == {b"picture"}
    assert len(drawn) == 1


def test_another_art_version_or_input_is_another_picture(folder):
    found = [art_cache.kept(folder, key, "webp", lambda n=n: b"%d" % n) for n, key in
             enumerate([("1", "a"), ("2", "a"), ("1", "b")])]  # fmt: skip
    assert found == [b"0", b"1", b"2"]


def test_a_drawing_that_fails_leaves_nothing_behind(folder):
    with pytest.raises(ValueError, match="no glyph"):
        art_cache.kept(folder, ("x",), "png", lambda: (_ for _ in ()).throw(ValueError("no glyph")))
    assert not folder.exists()


def test_the_oldest_pictures_make_room(folder, monkeypatch):
    monkeypatch.setitem(art_cache.MOST, "png", 10)
    for n in range(11):
        art_cache.kept(folder, (n,), "png", lambda n=n: b"%d" % n)
        newest = max((folder / "png").iterdir(), key=lambda f: f.stat().st_mtime_ns)
        os.utime(newest, ns=(n, n + 1))
    left = sorted(int(f.read_bytes()) for f in (folder / "png").iterdir())

    assert len(left) <= 10
    assert left[-1] == 10
    assert 0 not in left
