"""An episode shows the article's own picture where it can be had, else a drawn cover."""

from __future__ import annotations

import http.server
import io
import threading

import pytest
from PIL import Image

from narrate.article import Article
from narrate.artwork import artwork_of


@pytest.fixture
def gallery():
    """A server on loopback that shows one red picture, and the paths that it was asked for."""
    red = io.BytesIO()
    Image.new("RGB", (1200, 900), "red").save(red, "JPEG")
    asked = []

    class Gallery(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/jpeg")
            self.send_header("Content-Length", str(len(red.getvalue())))
            self.end_headers()
            self.wfile.write(red.getvalue())

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gallery) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def article(picture):
    return Article(title="Tides", blocks=(), site="example.org", language="en", picture=picture)


def shown(cover):
    with Image.open(io.BytesIO(cover)) as image:
        assert image.format == "JPEG"
        assert image.width == image.height
        assert 600 <= image.width <= 800
        return image.convert("RGB").getpixel((300, 300))


def is_red(colour):
    return colour[0] > 240 and max(colour[1:]) < 20


def test_a_pages_own_picture_is_its_cover(gallery):
    address, _ = gallery
    assert is_red(shown(artwork_of(article(f"{address}/lead.jpg"), f"{address}/tides")))


def test_a_page_elsewhere_cannot_make_us_ask_inside_this_machine(gallery):
    address, asked = gallery
    cover = artwork_of(article(f"{address}/lead.jpg"), "https://elsewhere.example/tides")
    assert not is_red(shown(cover))
    assert asked == []


def test_a_picture_beside_a_saved_page_is_its_cover(tmp_path):
    Image.new("RGB", (900, 1200), "red").save(tmp_path / "lead.png")
    assert is_red(shown(artwork_of(article("lead.png"), str(tmp_path / "tides.html"))))


@pytest.mark.parametrize("picture", [None, "nowhere.jpg", "https://[no-address/x.jpg", "a\0b"])
def test_without_a_picture_one_is_drawn(picture, tmp_path):
    assert shown(artwork_of(article(picture), str(tmp_path / "tides.html")))
