"""Authors: people in order, not commenters, not the site."""

from __future__ import annotations

from collections.abc import Callable

from unchaff.metadata import Metadata


def _ld(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


def test_article_authors_not_commenters(of: Callable[..., Metadata]) -> None:
    """The authors of the main entity; those of its comments and of other items are others."""
    found = of(
        _ld(
            '{"@type":"Article","headline":"A story",'
            '"author":[{"@type":"Person","name":"Jane Doe"},{"name":"John Roe"}],'
            '"comment":[{"@type":"Comment","author":{"name":"Troll"}}]}'
        ),
        '<div class="comments"><span class="author">Troll</span></div>',
    )
    assert found.authors == ("Jane Doe", "John Roe")


def test_references_in_a_graph(of: Callable[..., Metadata]) -> None:
    """An author may be given by @id."""
    found = of(
        _ld(
            '{"@graph":[{"@type":"Article","headline":"A","author":{"@id":"#p"}},'
            '{"@type":"Person","@id":"#p","name":"Jane Doe"}]}'
        )
    )
    assert found.authors == ("Jane Doe",)


def test_a_person_goes_before_the_site(of: Callable[..., Metadata]) -> None:
    """Publishers put themselves into the author field; the byline knows better."""
    found = of(
        '<meta property="og:site_name" content="Example News"><meta name="author" content="Example News">',
        '<h1>A story of storms</h1><div class="byline">By <a href="/author/jane-doe">Jane Doe</a></div>',
    )
    assert found.authors == ("Jane Doe",)


def test_first_post_of_a_thread(of: Callable[..., Metadata]) -> None:
    """In a thread every post has an author; the page's is the first."""
    post = '<div itemscope><span itemprop="author">{}</span></div>'
    assert of("", post.format("ada_l") + post.format("grace_h")).authors == ("ada_l",)


def test_addresses_are_no_authors(of: Callable[..., Metadata]) -> None:
    """Facebook pages and e-mail addresses stand in author fields."""
    assert of('<meta property="article:author" content="https://www.facebook.com/example">').authors == ()
    assert of('<meta name="author" content="editor@example.org">').authors == ()


def test_agencies(of: Callable[..., Metadata]) -> None:
    """An agency in the byline signs the text, and is told apart."""
    found = of('<meta name="author" content="Jane Doe"><meta name="author" content="Reuters">')
    assert found.authors == ("Jane Doe", "Reuters")
    assert found.agencies == ("Reuters",)


def test_site_among_its_authors(of: Callable[..., Metadata]) -> None:
    """Beside people the site's own name is no author; alone it stays."""
    site = '<meta property="og:site_name" content="The Example Times">'
    assert of(site + '<meta name="author" content="Jane Muster, The Example Times">').authors == ("Jane Muster",)
    assert of(site + '<meta name="author" content="The Example Times">').authors == ("The Example Times",)


def test_label_of_a_shared_card(of: Callable[..., Metadata]) -> None:
    """ "Written by" and a name, as blog software writes it for Twitter."""
    head = '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Jane Muster">'
    assert of(head).authors == ("Jane Muster",)


def test_a_row_of_links_and_the_title_once_more_are_no_names(of: Callable[..., Metadata]) -> None:
    """What stands beside a date by the headline may be tools, or the name of what the page is about."""
    tools = '<div><a href="#">回复</a> <a href="#">举报</a></div>'
    assert of("", f"<h1>请问哪里可以修相机？</h1><div>发表于 2024-3-1 10:22</div>{tools}").authors == ()
    assert of("", "<h1>Slate Bridge</h1><p>Slate Bridge</p><p>Opened 3 May 1874</p>").authors == ()
