"""The page plays, follows the voice and remembers, in a real browser."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from urllib.parse import urlsplit

import pytest
from serving import episode, serving, walk

from narrate.feed import Show
from narrate.tags import Chapter, Cue, Tags

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="there is no Chromium on this machine")

QUIET = (
    "--no-sandbox",  # Chromium refuses to run as root with it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)
HOSTILE = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Three episodes: a walk of two minutes, one in Arabic, one whose words mean ill."""
    folder = tmp_path_factory.mktemp("podcast")
    walk(folder, seconds=120)
    episode(
        folder / "shore.mp3",
        Tags(
            title="كيف تعود المياه",
            site="ملاحظات",
            language="ar",
            cues=(Cue(0, "تخرج المياه مرتين."), Cue(2000, "ما يبقى مدينة.")),
        ),
        6,
    )
    path = episode(
        folder / "100% #1 & more?.mp3",
        Tags(
            title="placeholder",
            site=HOSTILE,
            url="javascript:document.title='taken'",
            chapters=(Chapter(0, "One"), Chapter(2000, "Two")),
            cues=(Cue(0, HOSTILE), Cue(2000, "The end.")),
        ),
        4,
    )
    # Not by way of our own tags, which write no such title.
    title = "placeholder".encode("utf-16")
    hostile = HOSTILE.encode("utf-16")
    data = path.read_bytes()
    assert len(title) < len(hostile)
    path.write_bytes(with_title(data, title, hostile))
    for age, name in enumerate(("walk", "shore", "100% #1 & more?")):
        os.utime(folder / f"{name}.mp3", (1_700_000_000 - age,) * 2)
    return folder


def with_title(data: bytes, old: bytes, new: bytes) -> bytes:
    """The same MP3 with a longer text in its TIT2, and the sizes put right."""
    at = data.index(b"TIT2")
    size = int.from_bytes(data[at + 4 : at + 8], "big") + len(new) - len(old)
    frame = b"TIT2" + size.to_bytes(4, "big") + data[at + 8 : at + 11]
    whole = data[:at] + frame + data[at + 11 :].replace(old, new, 1)
    tag = sum(byte << 7 * (3 - i) for i, byte in enumerate(data[6:10])) + len(new) - len(old)
    return whole[:6] + bytes(tag >> shift & 0x7F for shift in (21, 14, 7, 0)) + whole[10:]


@pytest.fixture(scope="module")
def base(folder):
    with serving(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def serve():
    """Serves a folder until the pages of the test are closed."""
    with contextlib.ExitStack() as stack:
        yield lambda folder, **options: stack.enter_context(serving(folder, **options))


@pytest.fixture
def open_page(browser, base, serve):
    """Opens the page at some size; at the end there must be no complaint, nor a request outside."""
    contexts, complaints, hosts = [], [], set()

    def open_it(size=PHONE, address=base, first="#episodes li", **options):
        context = browser.new_context(viewport=size, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda told: complaints.append(f"{told.type}: {told.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: hosts.add(urlsplit(asked.url).hostname))
        page.goto(address)
        page.wait_for_selector(first)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []
    assert hosts <= {"127.0.0.1", "localhost"}


def audio(page, what: str):
    return page.evaluate(f"document.querySelector('audio').{what}")


def until(page, condition: str) -> None:
    """Wait for a condition in the page; not by its text, which the page's policy forbids to run."""
    page.evaluate(
        """() => new Promise((done, fail) => {
            const audio = document.querySelector("audio");
            const end = performance.now() + 30000;
            const look = () => {
                if (CONDITION) done();
                else if (performance.now() > end) fail(new Error(`never: CONDITION`));
                else requestAnimationFrame(look);
            };
            look();
        })""".replace("CONDITION", condition)
    )


def start(page, title: str = "A walk along the shore") -> None:
    page.get_by_role("button", name=f"Play {title}").click()
    until(page, "audio.currentTime > 0.1 && !audio.paused")


def slide_to(page, seconds: float) -> None:
    """As a thumb does: the slider moves, and is let go."""
    page.get_by_role("slider", name="Position").evaluate(
        """(slider, at) => {
            slider.value = at;
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            slider.dispatchEvent(new Event("change", { bubbles: true }));
        }""",
        seconds,
    )


def test_the_list_shows_title_site_length_and_cover_newest_first(open_page):
    rows = open_page().locator("#episodes li")
    assert rows.count() == 3
    first = rows.first
    assert first.locator(".title").inner_text() == "A walk along the shore"
    assert first.locator(".about").inner_text().split("\n") == ["Example Notes", "·", "2 min"]
    assert (
        first.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)")
        == 600
    )


def test_a_seek_lands_within_a_fifth_of_a_second(open_page):
    page = open_page()
    start(page)
    page.get_by_role("button", name="Pause", exact=True).click()
    for seconds in (0, 7, 118, 33, 60):
        slide_to(page, seconds)
        until(page, "!audio.seeking && audio.readyState >= 2")
        assert audio(page, "currentTime") == pytest.approx(seconds, abs=0.2)
        assert page.locator("#elapsed").inner_text() == f"{seconds // 60}:{seconds % 60:02}"


def test_the_jump_buttons_move_by_fifteen_seconds(open_page):
    page = open_page()
    start(page)
    page.get_by_role("button", name="Pause", exact=True).click()
    slide_to(page, 40)
    page.get_by_role("button", name="Ahead 15 seconds").click()
    until(page, "!audio.seeking")
    assert audio(page, "currentTime") == pytest.approx(55, abs=0.2)
    page.get_by_role("button", name="Back 15 seconds").click()
    page.get_by_role("button", name="Back 15 seconds").click()
    until(page, "!audio.seeking")
    assert audio(page, "currentTime") == pytest.approx(25, abs=0.2)


def test_the_speed_holds_after_a_seek_in_the_next_episode_and_after_a_reload(open_page):
    page = open_page()
    speed = page.get_by_role("combobox", name="Speed")
    start(page)
    options = speed.locator("option").all_inner_texts()
    assert (options[0], options[-1]) == ("0.8×", "2.5×")
    speed.select_option("1.7×")
    assert audio(page, "playbackRate") == 1.7
    assert audio(page, "preservesPitch") is True
    slide_to(page, 119.5)
    until(page, "!audio.seeking")
    assert audio(page, "playbackRate") == 1.7
    until(
        page, "!audio.src.endsWith('walk.mp3') && audio.currentTime > 0.1"
    )  # it went on by itself
    assert audio(page, "playbackRate") == 1.7
    page.reload()
    until(page, "audio.readyState >= 1")
    assert audio(page, "playbackRate") == 1.7
    assert speed.input_value() == "1.7"


def test_the_text_follows_the_voice(open_page):
    page = open_page()
    page.get_by_role("link", name="A walk along the shore").click()
    page.get_by_role("button", name="Play", exact=True).first.click()
    current = page.locator("#text [aria-current]")
    current.wait_for()
    assert current.inner_text() == "Sentence number 0 stands here."
    pause = page.locator("#play")
    pause.click()
    slide_to(page, 81)
    until(page, "document.querySelector('#text [aria-current]')?.innerText.includes('40')")
    pause.click()
    number = "Number(document.querySelector('#text [aria-current]').innerText.match(/[0-9]+/)[0])"
    until(page, f"audio.currentTime > 82.4 && {number} === Math.floor(audio.currentTime / 2)")
    assert current.count() == 1
    box = "document.querySelector('{}').getBoundingClientRect()"
    voice, player = box.format("#text [aria-current]"), box.format("#player")
    until(page, f"{voice}.top >= 0 && {voice}.bottom <= {player}.top")
    assert page.locator("#chapters [aria-current]").inner_text().split() == ["1:00", "The", "end"]


def test_a_tap_on_a_sentence_or_its_time_or_a_chapter_jumps_there(open_page):
    page = open_page()
    page.get_by_role("link", name="A walk along the shore").click()
    page.get_by_text("Sentence number 7 stands here.").click()
    until(page, "audio.currentTime >= 14 && !audio.paused")
    assert audio(page, "currentTime") == pytest.approx(14, abs=5)
    page.get_by_role("button", name="Play from 30 seconds").click()
    until(page, "audio.currentTime >= 30")
    assert audio(page, "currentTime") == pytest.approx(30, abs=5)
    page.get_by_role("button", name="1:00 The end").click()
    until(page, "audio.currentTime >= 60")
    assert audio(page, "currentTime") == pytest.approx(60, abs=5)


def test_a_text_without_times_can_be_read(open_page, serve, tmp_path):
    episode(tmp_path / "plain.mp3", Tags(title="Plain", text="One.\n\nTwo."), 2)
    base = serve(tmp_path)
    page = open_page(address=base)
    page.get_by_role("link", name="Plain").click()
    page.get_by_text("Two.").wait_for()
    assert page.locator("#text p").all_inner_texts() == ["One.", "Two."]
    assert page.locator("#text button").count() == 0


def test_who_scrolls_away_is_left_in_peace_and_can_come_back(open_page):
    page = open_page()
    page.get_by_role("link", name="A walk along the shore").click()
    page.get_by_text("Sentence number 30 stands here.").click()
    until(page, "audio.currentTime > 60.1")
    page.mouse.wheel(0, -3000)
    back = page.get_by_role("button", name="Back to the voice")
    back.wait_for()
    until(page, "scrollY === 0")
    until(page, "audio.currentTime > 62.3")  # one sentence further
    assert page.evaluate("scrollY") == 0
    back.click()
    back.wait_for(state="hidden")
    until(page, "scrollY > 500")


def test_the_position_survives_a_reload(open_page):
    page = open_page()
    start(page)
    slide_to(page, 47)
    until(page, "!audio.seeking && audio.currentTime > 47.3")
    page.get_by_role("button", name="Pause", exact=True).click()
    left_at = audio(page, "currentTime")
    page.reload()
    until(page, "audio.readyState >= 1 && !audio.seeking")
    assert audio(page, "paused") is True
    assert audio(page, "currentTime") == pytest.approx(left_at, abs=0.2)
    assert page.locator("#elapsed").inner_text() == f"0:{int(left_at)}"


def test_each_episode_remembers_its_own_position(open_page):
    page = open_page()
    start(page)
    slide_to(page, 47)
    until(page, "!audio.seeking && audio.currentTime > 47")
    start(page, "كيف تعود المياه")
    assert audio(page, "currentTime") < 6
    start(page)
    assert audio(page, "currentTime") == pytest.approx(50, abs=5)


def test_it_can_be_worked_by_keyboard_alone(open_page):
    page = open_page(DESKTOP)
    for _ in range(20):
        page.keyboard.press("Tab")
        if (
            page.evaluate("document.activeElement.getAttribute('aria-label')")
            == "Play A walk along the shore"
        ):
            break
    page.keyboard.press("Enter")
    until(page, "audio.currentTime > 0.1")
    page.keyboard.press("ArrowRight")
    until(page, "audio.currentTime > 15 && !audio.seeking")
    page.locator("#position").focus()
    page.keyboard.press("Space")
    until(page, "audio.paused")
    before = audio(page, "currentTime")
    page.keyboard.press("ArrowLeft")
    until(page, "!audio.seeking")
    assert audio(page, "currentTime") == pytest.approx(before - 15, abs=0.2)
    page.keyboard.press("End")
    until(page, "audio.currentTime > 118")


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_everything_that_can_be_worked_has_a_name(open_page, size):
    page = open_page(size)
    page.get_by_role("link", name="A walk along the shore").click()
    page.locator(".piece").first.wait_for()
    page.get_by_role("button", name="Play", exact=True).first.click()
    until(page, "audio.currentTime > 0.1")
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    worked = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node["ignored"]
        and node["role"]["value"]
        in {"button", "link", "slider", "combobox", "image", "dialog", "textbox"}
    ]
    assert {"button", "link", "slider", "combobox"} <= {role for role, _ in worked}
    assert [role for role, name in worked if not name.strip()] == []
    assert page.get_by_role("slider").get_attribute("aria-valuetext").endswith("of 2 minutes")
    # Nothing that a thumb should hit is smaller than 44 px, but the times beside the text.
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, select, .pill, .round")]
            .filter((it) => it.offsetParent && !it.matches(".at"))
            .filter((it) => it.offsetWidth < 44 || it.offsetHeight < 44)
            .map((it) => it.outerHTML)"""
    )
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_it_fits_its_width_and_its_words_stand_out_from_the_paper(open_page, size, scheme):
    page = open_page(size, color_scheme=scheme)
    start(page)
    page.evaluate("location.hash = 'walk'")
    page.locator(".piece").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(channels(paper)) > 384) == (scheme == "light")
    for place in ("#reading-title", "#reading-about", ".piece", "#text .at", "#now"):
        ink = page.evaluate(f"getComputedStyle(document.querySelector('{place}')).color")
        assert contrast(ink, paper) >= 4.5, place
    play = "getComputedStyle(document.querySelector('#play'))"
    assert contrast(page.evaluate(f"{play}.color"), page.evaluate(f"{play}.backgroundColor")) >= 4.5


def channels(color: str) -> list[float]:
    return [float(part) for part in color[color.index("(") + 1 : -1].split(",")][:3]


def contrast(one: str, other: str) -> float:
    """As WCAG 2.2 defines it."""
    lights = []
    for color in (one, other):
        parts = [
            c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4
            for c in channels(color)
        ]
        lights.append(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def test_words_have_their_language_and_their_direction(open_page):
    page = open_page()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="كيف تعود المياه").click()
    title = page.locator("#reading-title")
    assert title.get_attribute("lang") == "ar"
    assert title.evaluate("element => getComputedStyle(element).direction") == "rtl"
    words = page.locator("#text .words").first
    words.wait_for()
    assert words.get_attribute("lang") == "ar"
    assert words.evaluate("element => getComputedStyle(element).direction") == "rtl"


def test_hostile_words_are_words(open_page, base):
    page = open_page()
    row = page.locator("#episodes li").nth(2)
    assert row.locator(".title").inner_text() == HOSTILE
    row.get_by_role("link").click()
    page.locator(".piece").first.wait_for()
    assert page.locator("#reading-title").inner_text() == HOSTILE
    assert page.locator(".piece").first.inner_text() == HOSTILE
    assert page.locator("#original").is_hidden()
    row_button = page.locator("#reading-play")
    row_button.click()
    until(page, "audio.currentTime > 0.1")
    assert "taken" not in page.title().replace(HOSTILE, "")
    assert page.locator("main script, main img[src=x]").count() == 0


def test_the_download_link_gives_the_mp3_under_its_name(open_page, folder):
    page = open_page()
    page.locator("#episodes li").nth(2).get_by_role("link").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download MP3").click()
    assert download.value.path().read_bytes() == (folder / "100% #1 & more?.mp3").read_bytes()


def test_apps_that_reach_the_network_are_led_to_the_feed_and_the_others_are_told(open_page, base):
    page = open_page()
    page.get_by_role("button", name="Subscribe").click()
    dialog = page.get_by_role("dialog", name="Subscribe")
    bare = base.removeprefix("http://")
    links = {
        link.inner_text(): link.get_attribute("href") for link in dialog.get_by_role("link").all()
    }
    assert links == {
        "AntennaPod": f"antennapod-subscribe://{bare}feed.xml",
        "gPodder": f"gpodder://{bare}feed.xml",
    }
    assert dialog.get_by_role("textbox").input_value() == f"{base}feed.xml"
    assert "Pocket Casts and Overcast" in dialog.inner_text()
    assert "narrate serve --lan" in dialog.inner_text()
    dialog.get_by_role("button", name="Copy").click()
    dialog.get_by_role("button", name="Copied").wait_for()
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")


def test_in_the_network_the_page_shows_its_address_as_a_qr_code(open_page, serve, folder, tmp_path):
    base = serve(folder, lan_page="http://192.168.1.5:8472/key/")
    page = open_page(DESKTOP, base)
    page.get_by_role("button", name="Subscribe").click()
    drawing = page.get_by_role("img", name="QR code")
    drawing.wait_for()
    assert drawing.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    assert code_in(drawing, tmp_path) in (None, "http://192.168.1.5:8472/key/")
    assert page.get_by_role("textbox").input_value() == "http://192.168.1.5:8472/key/feed.xml"


def code_in(drawing, tmp_path) -> str | None:
    """What zbarimg reads in a part of the page; None without zbarimg."""
    if shutil.which("zbarimg") is None:
        return None
    path = tmp_path / "code.png"
    drawing.screenshot(path=path)
    read = subprocess.run(["zbarimg", "-q", "--raw", path], capture_output=True, check=False)
    return read.stdout.decode().strip()


def test_what_the_lock_screen_shows_is_the_episode(open_page):
    page = open_page()
    start(page)
    shown = page.evaluate(
        "(({title, artist, artwork}) => ({title, artist, artwork}))"
        "(navigator.mediaSession.metadata)"
    )
    assert shown["title"] == "A walk along the shore"
    assert shown["artist"] == "Example Notes"
    assert "/cover/walk.jpg" in shown["artwork"][0]["src"]


def test_a_new_episode_is_in_the_list_when_one_comes_back_to_the_page(open_page, serve, tmp_path):
    walk(tmp_path, name="first")
    base = serve(tmp_path)
    page = open_page(address=base)
    walk(tmp_path, name="second")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")
    page.locator("#episodes li").nth(1).wait_for()


def test_an_empty_folder_says_so(open_page, serve, tmp_path):
    base = serve(tmp_path)
    open_page(address=base, first="#empty").get_by_text("No episodes yet.").wait_for()


def test_a_series_that_has_a_title_is_called_by_it(open_page, serve, folder):
    base = serve(folder, show=Show(title="Spoken shore"))
    page = open_page(address=base)
    page.get_by_role("heading", name="Spoken shore").wait_for()
    assert page.title() == "Spoken shore"


def test_back_leads_from_an_episode_to_the_list(open_page):
    page = open_page()
    page.get_by_role("link", name="A walk along the shore").click()
    assert page.locator("#shelf").is_hidden()
    assert page.evaluate("document.activeElement.id") == "reading-title"
    page.go_back()
    page.locator("#shelf").wait_for()
    assert page.locator("#reading").is_hidden()


def test_five_hundred_episodes_are_listed(open_page, serve, tmp_path):
    first = episode(tmp_path / "walk-0.mp3", Tags(title="A walk"), 1)
    for i in range(1, 500):
        shutil.copy(first, tmp_path / f"walk-{i}.mp3")
    base = serve(tmp_path)
    page = open_page(address=base)
    assert page.locator("#episodes li").count() == 500
    page.locator("#episodes li").nth(499).get_by_role("button").click()
    until(page, "audio.currentTime > 0.1")
