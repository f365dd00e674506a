"""The estimates learn from what the pipeline would have decided, and their measures measure."""

from __future__ import annotations

from pathlib import Path

import pytest

np = pytest.importorskip("numpy", reason="no numpy: pip install -e '.[bench]'")
pytest.importorskip("lightgbm", reason="no LightGBM: pip install -e '.[bench]'")

from bench.judge import Body, PageScore  # noqa: E402
from bench.quality import Row, calibration, decide, guess, ranks, routing, spearman, steps_of  # noqa: E402

from unchaff import DEFAULT, PRECISE, THOROUGH  # noqa: E402
from unchaff.filters import BEFORE_SCORE  # noqa: E402
from unchaff.pipeline import Pipeline  # noqa: E402
from unchaff.read import read  # noqa: E402
from unchaff.score.account import Account  # noqa: E402
from unchaff.score.quality import read_sum  # noqa: E402

NOTHING = PageScore({}, Body(0.0, 0.0, 0.0), None, None, None, None)  # type: ignore[typeddict-item]
FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
PAGES = [*sorted(FIXTURES.glob("pages/*/page.html")), *sorted(FIXTURES.glob("dumps/*/dump.txt"))]


@pytest.mark.parametrize(("lean", "policy"), [(0.0, DEFAULT), (-1.0, PRECISE), (1.0, THOROUGH)])
def test_with_the_scores_own_chances_the_pipelines_labels_come_out(lean: float, policy: Pipeline) -> None:
    for path in PAGES:
        source = path.read_bytes()
        page = BEFORE_SCORE(read(source))
        decide(page, np.array(Account(page).chances), lean)
        expected = policy(read(source))
        assert [block.label for block in page.blocks] == [block.label for block in expected.blocks], path


def test_steps_say_what_the_model_says() -> None:
    random = np.random.default_rng(0)
    rows = [
        Row("d", "article", 0, "default", NOTHING, dict(zip("abcde", map(float, values), strict=True)))
        for values in random.integers(0, 9, (400, 5))
    ]
    target = np.array([row.facts["a"] > 4 for row in rows], dtype=np.float64)
    (steps,) = steps_of(rows, target, {"objective": "cross_entropy"})
    learned = read_sum(steps)
    high, low = dict.fromkeys("abcde", 8.0), dict.fromkeys("abcde", 1.0)
    assert learned.of(high) > 3
    assert learned.of(low) < -3
    one, other = steps_of(rows, target, {"objective": "multiclass", "num_class": 2})
    assert read_sum(one).of(high) < 0 < read_sum(other).of(high)


def test_ranks_and_their_correlation() -> None:
    assert list(ranks(np.array([3.0, 1.0, 3.0, 2.0]))) == [3.5, 1.0, 3.5, 2.0]
    values = np.array([0.1, 0.5, 0.7, 0.9])
    assert spearman(values, values**3) == pytest.approx(1)
    assert spearman(values, -values) == pytest.approx(-1)


def test_calibration() -> None:
    assert calibration(np.array([0.25, 0.25, 1.0]), np.array([0.0, 0.5, 1.0])) == pytest.approx(0)
    assert calibration(np.array([0.9, 0.9]), np.array([0.5, 0.7])) == pytest.approx(0.3)
    assert calibration(np.array([0.9, 0.1]), np.array([0.5, 0.1])) == pytest.approx(0.2)


def test_routing_says_what_would_be_gained() -> None:
    lines = list(routing(np.array([0.4, 0.95, 0.95, 0.95]), np.array([0.35, 0.95, 0.95, 0.95])))
    assert lines[1].split()[:4] == ["0.50", "25%", "0.350", "0.950"]
    assert lines[1].endswith("0.800 to 0.950")


def test_a_page_without_blocks_is_of_no_kind() -> None:
    assert guess({}, Row("d", "article", 0, "default", NOTHING, {})) == (False, 0.0)
