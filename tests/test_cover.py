"""Covers: drawn from words, or cut from somebody's picture."""

from __future__ import annotations

import io
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFont, features

from narrate.cover import draw_cover, draw_show_cover, fit_cover, fit_show_cover
from narrate.cover.fonts import covers, faces_with
from narrate.cover.typefaces import drawable, runs_from_the_right, typeface_for
from narrate.cover.typesetting import set_text

BUNDLED = ImageFont.load_default(10).font_bytes


def opened(data: bytes | None) -> Image.Image:
    assert data is not None
    picture = Image.open(io.BytesIO(data))
    picture.load()
    assert picture.format == "JPEG"
    assert picture.mode == "RGB"
    assert picture.width == picture.height
    return picture


def encoded(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    spool = io.BytesIO()
    picture.save(spool, form, **options)
    return spool.getvalue()


def halves(width: int, height: int) -> Image.Image:
    """Left red, right blue."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (width // 2, 0, width, height))
    return picture


def is_plain(picture: Image.Image, box: tuple[int, int, int, int]) -> bool:
    return all(high - low < 12 for low, high in picture.crop(box).getextrema())


class TestDrawing:
    def test_an_episode_s_cover_is_700_pixels_square_and_light(self):
        data = draw_cover("What tide pools teach us about patience", "Harbour Notes")
        assert opened(data).size == (700, 700)
        assert len(data) < 200_000

    def test_a_show_s_cover_is_what_apple_takes(self):
        data = draw_show_cover("Read aloud")
        assert opened(data).size == (3000, 3000)
        assert len(data) < 512_000

    def test_the_same_words_give_the_same_bytes_and_others_do_not(self):
        assert draw_cover("Tides", "A") == draw_cover("Tides", "A")
        assert (
            len({draw_cover("Tides", "A"), draw_cover("Tides", "B"), draw_cover("Tide", "A")}) == 3
        )

    def test_the_title_stands_at_the_top_and_the_site_at_the_foot(self):
        picture = opened(draw_cover("Tides", "Harbour Notes"))
        assert not is_plain(picture, (0, 40, 700, 180))
        assert not is_plain(picture, (0, 600, 700, 660))
        assert is_plain(opened(draw_cover("Tides")), (0, 600, 700, 700))

    @pytest.mark.parametrize("title", ["", "🎉🎉", "\u0378", "\x00\ud800", "   "])
    def test_a_title_that_no_font_has_gives_a_design_without_letters(self, title):
        picture = opened(draw_cover(title, "Harbour Notes"))
        assert is_plain(picture, (0, 0, 700, 140))
        assert is_plain(picture, (0, 560, 700, 700))
        assert not is_plain(picture, (0, 300, 700, 400))

    @pytest.mark.parametrize(
        "title",
        [
            "a" * 500,
            "word " * 400,
            "雨" * 300,
            "ü",
            "لماذا البحر مالح؟",
            "नदी",
            "Почему",
            "\u0301",
            "%s {}",
        ],
    )
    def test_any_title_can_be_drawn_inside_the_margins(self, title):
        picture = opened(draw_cover(title, title))
        for edge in ((0, 0, 45, 700), (655, 0, 700, 700), (0, 0, 700, 45), (0, 670, 700, 700)):
            assert is_plain(picture, edge)

    def test_scripts_that_must_be_shaped_are_not_drawn_unshaped(self, monkeypatch):
        """Pillow alone would draw Arabic from the left, letter by letter."""
        monkeypatch.setattr(features, "check", lambda _: False)
        typeface_for.cache_clear()
        assert typeface_for("لماذا", None) is None
        assert typeface_for("Tides", None) is not None
        typeface_for.cache_clear()

    def test_emoji_and_invisible_marks_are_dropped_before_a_font_is_looked_for(self):
        assert drawable("  The\u00adtide\u200b 🎉\n turns\ufe0f © ") == "Thetide turns ©"

    def test_a_line_starts_where_its_first_letter_does(self):
        assert runs_from_the_right("«لماذا» BBC")
        assert not runs_from_the_right("BBC: لماذا")
        assert not runs_from_the_right("123")


class TestFonts:
    def test_a_font_tells_which_characters_it_has(self):
        assert covers(io.BytesIO(BUNDLED), "Tides, and 12 more…")
        assert not covers(io.BytesIO(BUNDLED), "Tides 海")

    def test_a_broken_font_covers_nothing_and_raises_nothing(self):
        for length in range(0, 2000, 7):
            covers(io.BytesIO(BUNDLED[:length]), "a")
        assert not covers(io.BytesIO(b""), "a")
        assert not covers(io.BytesIO(b"ttcf" + b"\xff" * 40), "a", 3)

    @given(st.binary(max_size=12), st.integers(0, 1500))
    def test_nor_does_one_with_wrong_bytes(self, junk, at):
        covers(io.BytesIO(BUNDLED[:at] + junk + BUNDLED[at + len(junk) :]), "aé海\U00020000")

    def test_faces_are_found_in_folders_below_and_what_is_no_font_is_passed_over(self, tmp_path):
        (tmp_path / "deep").mkdir()
        (tmp_path / "deep" / "Aileron.TTF").write_bytes(BUNDLED)
        (tmp_path / "broken.ttf").write_bytes(b"ttcf")
        (tmp_path / "readme.txt").write_bytes(BUNDLED)
        assert [face.path.name for face in faces_with("Tides", (tmp_path,))] == ["Aileron.TTF"]
        assert not list(faces_with("海", (tmp_path,)))

    def test_upright_bold_faces_are_taken_before_others(self, tmp_path):
        names = ["NotoSans-Italic.ttf", "NotoSans-Regular.ttf", "Zebra.ttf", "NotoSans-Bold.ttf"]
        for name in names:
            (tmp_path / name).write_bytes(BUNDLED)
        found = [face.path.name for face in faces_with("Tides", (tmp_path,))]
        assert found == [names[3], names[1], names[2], names[0]]


class TestTypesetting:
    @staticmethod
    def measure(text: str, size: int) -> float:
        return 0.5 * size * len(text)

    def test_words_stay_whole_where_a_smaller_size_saves_them(self):
        setting = set_text("a reasonable word", self.measure, (100, 50, 20), (300, 300), 1.2)
        assert setting.size == 50
        assert setting.lines == ("a reasonable", "word")

    def test_lines_are_evened_out(self):
        setting = set_text("one two three four five", self.measure, (20,), (190, 100), 1.2)
        assert setting.lines == ("one two three", "four five")

    def test_ideographs_break_anywhere_but_before_their_marks(self):
        setting = set_text("雨后的山路。雨后", lambda t, s: s * len(t), (10,), (50, 100), 1.2)
        assert not any(line.startswith("。") for line in setting.lines)
        assert "".join(setting.lines) == "雨后的山路。雨后"

    @given(st.text(min_size=1, max_size=300).filter(str.strip))
    def test_whatever_is_set_stays_in_its_box(self, text):
        setting = set_text(text, self.measure, (60, 30), (200, 150), 1.2)
        assert all(self.measure(line, setting.size) <= 200 for line in setting.lines)
        assert setting.size * (1 + 1.2 * (len(setting.lines) - 1)) <= 150
        kept = "".join("".join(setting.lines).split()).removesuffix("…")
        assert "".join(text.split()).startswith(kept.rstrip(",;:."))


class TestFitting:
    @pytest.mark.parametrize("size", [(300, 400), (640, 480), (1200, 800), (4000, 3000)])
    def test_a_picture_becomes_a_square_of_600_to_800_pixels(self, size):
        data = fit_cover(encoded(halves(*size)))
        assert 600 <= opened(data).width <= 800
        assert len(data) <= 200_000

    def test_the_middle_is_cut_out(self):
        picture = opened(fit_cover(encoded(halves(1600, 800))))
        red, _, blue = picture.getpixel((20, 400))
        assert (red > 200, blue < 60) == (True, True)
        red, _, blue = picture.getpixel((780, 400))
        assert (red < 60, blue > 200) == (True, True)

    def test_the_camera_s_turn_is_applied_and_its_data_dropped(self):
        exif = Image.Exif()
        exif[0x0112] = 6  # the camera was turned by a quarter: what is left belongs on top
        exif[0x010F] = "A camera"
        data = fit_cover(encoded(halves(800, 800), exif=exif))
        red, _, blue = opened(data).getpixel((400, 20))
        assert (red > 200, blue < 60) == (True, True)
        assert b"A camera" not in data
        assert not opened(data).getexif()

    @pytest.mark.parametrize("mode", ["RGB", "L", "1", "P", "RGBA", "LA", "CMYK", "I;16"])
    @pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
    def test_any_colours_of_any_form_become_rgb(self, mode, form):
        try:
            data = encoded(Image.new("L", (400, 400), 90).convert(mode), form)
        except (OSError, ValueError):
            pytest.skip(f"{form} has no {mode}")
        assert opened(fit_cover(data))

    def test_what_can_be_seen_through_is_white_behind(self):
        clear = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
        assert opened(fit_cover(encoded(clear, "PNG"))).getpixel((300, 300)) == (255, 255, 255)

    def test_noise_is_squeezed_into_200_kb(self):
        noise = Image.frombytes("RGB", (900, 900), random.Random(1).randbytes(3 * 900**2))
        assert len(fit_cover(encoded(noise, "PNG"))) <= 200_000

    @pytest.mark.parametrize("size", [(1, 1), (299, 800), (1200, 100)])
    def test_an_icon_or_a_banner_is_no_cover(self, size):
        assert fit_cover(encoded(halves(*size))) is None
        assert fit_show_cover(encoded(halves(*size))) is None

    @pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP"])
    def test_what_is_cut_short_or_broken_is_none_and_raises_nothing(self, form):
        data = encoded(halves(400, 400), form)
        chance = random.Random(form)
        for _ in range(40):
            at = chance.randrange(len(data))
            fit_cover(data[:at])
            fit_cover(data[:at] + chance.randbytes(4) + data[at + 4 :])
        assert fit_cover(data[: len(data) // 2]) is None

    def test_other_files_are_none(self):
        assert fit_cover(b"") is None
        assert fit_cover(b"<svg xmlns='http://www.w3.org/2000/svg'/>") is None
        assert fit_cover(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 900 900\n") is None

    @pytest.mark.parametrize("side", [8000, 12000, 60000])
    def test_a_bomb_is_not_unpacked(self, side):
        """A few bytes that claim to be a picture of gigabytes."""
        header = side.to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
        chunk = b"IHDR" + header
        bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0d" + chunk + zlib.crc32(chunk).to_bytes(4, "big")
        assert fit_cover(bomb + b"\0\0\0\0IDAT\x35\xaf\x06\x1e") is None

    @pytest.mark.parametrize(("side", "fitted"), [(500, 1400), (2000, 2000), (3500, 3000)])
    def test_a_show_s_picture_is_1400_to_3000_pixels(self, side, fitted):
        data = fit_show_cover(encoded(Image.new("RGB", (side, side + 80), "green")))
        assert opened(data).width == fitted
