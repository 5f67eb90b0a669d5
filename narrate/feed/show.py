"""What a listener says of the whole series."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from narrate.errors import WrongUsage

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CATEGORIES", "Show", "base_url_from", "show_from"]

CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": (
        "Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit",
    ),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "History": (),
    "Health & Fitness": (
        "Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality",
    ),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        "Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies",
        "Home & Garden", "Video Games",
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        "Business News", "Daily News", "Entertainment News", "News Commentary", "Politics",
        "Sports News", "Tech News",
    ),
    "Religion & Spirituality": (
        "Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality",
    ),
    "Science": (
        "Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics",
        "Natural Sciences", "Nature", "Physics", "Social Sciences",
    ),
    "Society & Culture": (
        "Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships",
    ),
    "Sports": (
        "Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey",
        "Rugby", "Running", "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness",
        "Wrestling",
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}  # fmt: skip
"""Apple's: https://podcasters.apple.com/support/1691-apple-podcasts-categories"""


@dataclass(frozen=True, slots=True)
class Show:
    """A series; what is None follows from its episodes."""

    title: str | None = None
    """Else the series that most of the tags name."""
    description: str | None = None
    author: str | None = None
    category: str = "Society & Culture"
    """One of Apple's, or one and a part of it: `Arts > Books`."""
    language: str | None = None
    """BCP 47; else that of most episodes."""
    image: Path | None = None
    """A picture for its cover; else one is drawn from the title."""
    public: bool = False
    """Whether directories may list it."""


def show_from(values: Mapping[str, Any], where: str = "") -> Show:
    """Make a show of options or settings, by the names of its fields; None is left out.

    `where` is named in errors: `narrate.toml, line 3`. Raises WrongUsage for a name, a type or a
    category that cannot be.
    """
    given = {name: value for name, value in values.items() if value is not None}
    start = f"{where}: " if where else ""
    known = {field.name for field in fields(Show)}
    for name, value in given.items():
        if name not in known:
            raise WrongUsage(f"{start}a feed has no {name!r}; it has {', '.join(sorted(known))}.")
        if not isinstance(value, bool if name == "public" else (str, Path)):
            raise WrongUsage(f"{start}{name} cannot be {value!r}.")
    show = Show(**given)
    if "image" in given:
        show = Show(**{**given, "image": Path(given["image"])})
    _check_category(show.category, start)
    return show


def base_url_from(text: str) -> str:
    """Put an address in the form that can be joined with file names: ASCII, ending in `/`.

    Raises WrongUsage for what is not the address of a folder on the web.
    """
    try:
        parts = urlsplit(text.strip())
        host = parts.hostname and parts.hostname.encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        host, port = None, ""
    if not host or parts.scheme not in {"http", "https"} or parts.query or parts.fragment:
        raise WrongUsage(
            f"{text!r} is not the address of a folder on the web: "
            "give one such as https://example.org/podcast/."
        )
    if ":" in host:
        host = f"[{host}]"
    path = quote(parts.path.removesuffix("feed.xml"), safe="/%~!$&'()*+,;=:@-._")
    return f"{parts.scheme}://{host}{port}{path.rstrip('/')}/"


def _check_category(category: str, start: str) -> None:
    whole, _, part = (word.strip() for word in category.partition(">"))
    if whole not in CATEGORIES:
        names = ", ".join(CATEGORIES)
        raise WrongUsage(f"{start}there is no category {whole!r}; there are: {names}.")
    if part and part not in CATEGORIES[whole]:
        names = ", ".join(CATEGORIES[whole]) or "none"
        raise WrongUsage(f"{start}{whole} has no part {part!r}; it has: {names}.")
