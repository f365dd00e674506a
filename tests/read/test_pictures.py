"""Images and players: which address they have, and where they stand."""

from __future__ import annotations

import pytest

from unchaff import Label, extract
from unchaff.model import Block, Box, Mark
from unchaff.read.parse import Guide, parsed
from unchaff.words import vocabulary


def read(html: str) -> tuple[list[Block], list[Box]]:
    """The blocks and boxes of a page with this body."""
    found = parsed(f"<html><body>{html}</body></html>".encode(), Guide(vocabulary("en"))).found
    assert found
    return found.blocks, found.boxes


@pytest.mark.parametrize(
    ("image", "source"),
    [
        ("<img src=a.png>", "a.png"),
        ("<img src=blank.gif data-src=/b.jpg>", "/b.jpg"),
        ("<img src='data:image/gif;base64,R0lGOD' data-lazy-src=c.jpg>", "c.jpg"),
        ("<img src=a.png data-lazy=true>", "a.png"),
        ("<img data-original=https://x.org/d.jpg>", "https://x.org/d.jpg"),
        ("<img srcset='s.jpg 320w, l.jpg 1024w, m.jpg 640w'>", "l.jpg"),
        ("<img srcset='one.jpg, two.jpg 2x'>", "two.jpg"),
        ("<img src=one.jpg srcset='two.jpg 2x'>", "one.jpg"),
        ("<img src=spacer.gif data-srcset='two.jpg?a=1,2 2x'>", "two.jpg?a=1,2"),
        ("<picture><source srcset='w.webp 2x'><img src='data:,'></picture>", "w.webp"),
        ("<picture><source srcset='w.webp'><img src='p.jpg'></picture>", "p.jpg"),
        ("<amp-img src=amp.jpg></amp-img>", "amp.jpg"),
    ],
)
def test_the_source_of_an_image(image: str, source: str) -> None:
    (block,), _ = read(f"<p>See {image} here")
    assert [(span.mark, span.target) for span in block.spans] == [(Mark.IMAGE, source)]


@pytest.mark.parametrize("image", ["<img src=count.gif width=1 height=1>", "<img src='data:,'>", "<img>"])
def test_an_image_that_shows_nothing_has_no_source(image: str) -> None:
    _, boxes = read(f"<div>{image}</div><p>x")
    assert not any(box.pictures for box in boxes)


def test_an_image_tells_what_it_says_in_place_of_itself() -> None:
    (block,), _ = read("<p>See <img src=a.png alt='A mill'>")
    assert [span.name for span in block.spans] == ["A mill"]


@pytest.mark.parametrize(
    ("embed", "source", "name"),
    [
        ("<iframe src=//tube.example/embed/7 title='The film'></iframe>", "//tube.example/embed/7", "The film"),
        ("<iframe data-src=/late src=about:blank></iframe>", "/late", ""),
        ("<video><source src=film.mp4><p>Get a browser</p></video>", "film.mp4", ""),
        ("<audio src=sound.ogg></audio>", "sound.ogg", ""),
        ("<object data=film.swf></object>", "film.swf", ""),
    ],
)
def test_embeds(embed: str, source: str, name: str) -> None:
    (block,), boxes = read(f"<p>Text.</p><div>{embed}</div>")
    assert block.text == "Text."
    assert [box.pictures for box in boxes if box.pictures] == [((Mark.EMBED, 1, 1, source, name),)]


@pytest.mark.parametrize(
    "embed",
    ["<iframe src=about:blank></iframe>", "<iframe></iframe>", "<iframe src=//ads.example height=0 width=0></iframe>"],
)
def test_embeds_that_show_nothing(embed: str) -> None:
    _, boxes = read(f"<div>{embed}</div>")
    assert not any(box.pictures for box in boxes)


def test_pictures_alone_stay_with_their_box_and_know_what_follows() -> None:
    blocks, boxes = read("<p>One<figure><a href=/l><img src=a.png></a><img src=b.png></figure><p>Two")
    figure = next(box for box in boxes if box.tag == "figure")
    assert [block.text for block in blocks] == ["One", "Two"]
    assert [(span.target, span.start, span.stop) for span in figure.pictures] == [("a.png", 1, 1), ("b.png", 1, 2)]


@pytest.mark.parametrize("between", ["", "<iframe src=/x></iframe>"])
def test_an_embed_changes_no_text(between: str) -> None:
    assert [block.text for block in read(f"<p>a<br>{between}<br>b{between}c")[0]] == ["a", "bc"]


def test_a_picture_that_stands_in_noscript_once_more_is_shown_once() -> None:
    """Pages with little text are read with <noscript>, but not where it has nothing to say."""
    shown = "<figure><img src='data:,' data-src=/a.jpg alt=Loaf>{}</figure>"
    again = "<noscript><img src=/a.jpg alt=Loaf></noscript>"
    page = f"<article><h1>Bread</h1><p>The loaf is big.</p>{shown.format(again)}<p>It is good, too.</p></article>"
    markdown = extract(page, keep=set(Label)).to_markdown()
    assert markdown.count("![Loaf](/a.jpg)") == 1
    assert "Enable" in extract(page + "<noscript>Enable scripts.</noscript>", keep=set(Label)).text
