"""The site's name from tags, titles and boilerplate."""

from __future__ import annotations

from collections.abc import Callable

from unchaff.metadata import Metadata, metadata
from unchaff.read import read_tree


def test_tags_go_first(of: Callable[..., Metadata]) -> None:
    """og:site_name is made for it; a name goes before a host."""
    assert of('<meta property="og:site_name" content="Example News">').site == "Example News"
    head = '<meta property="og:site_name" content="example.org"><meta name="application-name" content="Example News">'
    assert of(head).site == "Example News"


def test_title_confirmed_by_host(of: Callable[..., Metadata]) -> None:
    """The part of the title that is the host's name."""
    found = of("<title>A story - The Garden Post</title>", url="https://www.thegardenpost.com/a")
    assert found.site == "The Garden Post"


def test_boilerplate_of_a_dump() -> None:
    """A dump names its site where it offers its app and its channel."""
    page, tree = read_tree(
        "A story about gardens\n\nBy Jane Doe\n\n"
        + "The gardens of the town were opened on Monday, and many people came to see the roses and the old trees. " * 3
        + "\n\nJoin our channel (The Garden Post) for news\n\nDownload Garden Post App\n\nMost Popular\n"
    )
    assert metadata(tree, page).site == "The Garden Post"


def test_copyright_line() -> None:
    """The holder of the copyright, without sign, year and rights."""
    page, tree = read_tree("A story\n\nSome text of the story.\n\n© 2022 Garden Post. All rights reserved.\n")
    assert metadata(tree, page).site == "Garden Post"
