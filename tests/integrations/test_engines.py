"""The local pool, Ray and Spark give the same rows, also when their workers are killed in the middle."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from unchaff import DEFAULT, Plan, Raw, extract_many
from unchaff.batch import WorkerLimits
from unchaff.cli import main

pytestmark = pytest.mark.engine

FIXTURES = Path(__file__).parents[2] / "fixtures"
PATHS = sorted([*FIXTURES.glob("pages/*/page.html"), *FIXTURES.glob("dumps/*/dump.txt")])
Rows = list[dict[str, object]]

STEPS = '''
import os, signal, time
from pathlib import Path

def trouble(page):
    """Does what the first block of a page says."""
    words = page.blocks[0].text.split() if page.blocks else []
    match words:
        case ["sleep", *_]:
            time.sleep(60)
        case ["die", *_]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["kill-the-engine-once", mark, *_]:
            if not Path(mark).exists():
                Path(mark).touch()
                os.kill(os.getppid(), signal.SIGKILL)
    return ()
'''


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the module `engine_steps`, which engines that start later can import."""
    folder = tmp_path_factory.mktemp("modules")
    (folder / "engine_steps.py").write_text(STEPS, encoding="utf-8")
    sys.path.insert(0, str(folder))
    path = [str(folder), str(Path(__file__).parents[2] / "src"), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, path))
    os.environ["PYSPARK_PYTHON"] = sys.executable
    return folder


@pytest.fixture
def plan(folder: Path) -> Plan:
    """A plan whose first step does what the first block of a page says."""
    import engine_steps

    return Plan(pipeline=DEFAULT.before(DEFAULT.names[0], engine_steps.trouble))


@pytest.fixture
def raws(folder: Path, tmp_path: Path) -> list[Raw]:
    """The fixtures three times, and among them pages that are too slow, deadly, and deadly to the engine once."""
    told = {20: "sleep", 41: "die", 60: f"kill-the-engine-once {tmp_path / 'mark'}"}
    pages = [path.read_bytes() for path in PATHS * 3]
    for at, does in told.items():
        pages.insert(at, f"<p>{does}</p><p>{'The baker has bought a second oven. ' * 4}</p>".encode())
    return [Raw(page, f"https://site.example/{i}", id=f"{i:04}") for i, page in enumerate(pages)]


LIMITS = WorkerLimits(timeout=3.0)


def expected(raws: list[Raw], plan: Plan, tmp_path: Path) -> Rows:
    """The rows of the local pool, in which the engine is this process and must not be killed."""
    mark = tmp_path / "mark"
    mark.touch()
    rows = [result.to_dict() for result in extract_many(raws, workers=2, timeout=LIMITS.timeout, plan=plan)]
    mark.unlink()
    statuses = [row["status"] for row in rows]
    assert (statuses.count("timeout"), statuses.count("crashed")) == (1, 1)
    assert len(rows) == len(raws) == statuses.count("ok") + 2
    return rows


@pytest.fixture(scope="module")
def ray(folder: Path) -> Iterator[object]:
    """A Ray cluster on this machine."""
    ray = pytest.importorskip("ray", reason="needs unchaff[ray]")
    ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield ray
    ray.shutdown()


def test_ray_extract_many(ray: object, raws: list[Raw], plan: Plan, tmp_path: Path) -> None:
    from unchaff.integrations.ray import extract_many as on_ray

    rows = expected(raws, plan, tmp_path)
    assert [result.to_dict() for result in on_ray(raws, timeout=LIMITS.timeout, plan=plan)] == rows
    assert (tmp_path / "mark").exists()


def test_ray_batch_is_the_same_job(ray: object, tmp_path: Path) -> None:
    crawl = tmp_path / "crawl"
    crawl.mkdir()
    for i, path in enumerate(PATHS):
        (crawl / f"{i:02}{path.suffix}").write_bytes(path.read_bytes())
    (crawl / "broken.jsonl").write_text("{no page")
    assert main(["batch", str(crawl), "-o", str(tmp_path / "here.jsonl"), "--workers", "1"]) == 0
    assert main(["batch", str(crawl), "-o", str(tmp_path / "ray.jsonl"), "--ray", "auto"]) == 0
    assert (tmp_path / "ray.jsonl").read_bytes() == (tmp_path / "here.jsonl").read_bytes()
    lost = ".jsonl.quarantine.jsonl"
    assert (tmp_path / f"ray{lost}").read_bytes() == (tmp_path / f"here{lost}").read_bytes() != b""


def test_ray_data(ray: object, raws: list[Raw], plan: Plan, tmp_path: Path) -> None:
    from unchaff.arrow import Extractor, extract_batch

    table = [{"id": raw.id, "url": raw.url, "page": raw.page} for raw in raws]
    data = ray.data.from_items(table).repartition(4)  # type: ignore[attr-defined]
    how = {"batch_format": "pyarrow", "batch_size": 16, "concurrency": 1}
    rows = data.map_batches(Extractor, fn_constructor_kwargs={"plan": plan, "limits": LIMITS}, **how).take_all()
    assert sorted(rows, key=lambda row: str(row["id"])) == expected(raws, plan, tmp_path)
    (tmp_path / "mark").touch()
    calm = [row for row in table if not str(row["page"]).startswith(("b'<p>sleep", "b'<p>die"))]
    rows = ray.data.from_items(calm).map_batches(extract_batch, batch_format="pyarrow").take_all()  # type: ignore[attr-defined]
    assert sorted(row["id"] for row in rows) == [row["id"] for row in calm]
    assert len(calm) == len(table) - 2
    assert all(row["status"] == "ok" for row in rows)


def test_ray_archives(ray: object, tmp_path: Path) -> None:
    from unchaff.arrow import extract_files

    names, here = archives(tmp_path)
    paths = ray.data.from_items([{"path": name} for name in names])  # type: ignore[attr-defined]
    found = paths.map_batches(lambda batch: extract_files([batch]), batch_format="pyarrow", batch_size=1).take_all()
    assert sorted(found, key=lambda row: str(row["id"])) == here


def archives(folder: Path) -> tuple[list[str], Rows]:
    """Three files of pages, and their rows as `unchaff batch` writes them."""
    names = []
    for number in range(3):
        lines = [json.dumps({"html": path.read_text("utf-8", "replace")}) for path in PATHS[number::3]]
        (folder / f"{number}.jsonl").write_text("\n".join(lines), encoding="utf-8")
        names.append(str(folder / f"{number}.jsonl"))
    out = folder / "here.jsonl"
    assert main(["batch", *names, "-o", str(out), "--workers", "1"]) == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return names, sorted(rows, key=lambda row: str(row["id"]))


@pytest.fixture(scope="module")
def spark(folder: Path) -> Iterator[object]:
    """A Spark of two cores on this machine, which tries a task again when it dies."""
    pytest.importorskip("pyspark", reason="needs unchaff[spark]")
    if not os.access("/usr/bin/java", os.X_OK) and "JAVA_HOME" not in os.environ:
        pytest.skip("needs a Java, such as Debian's default-jre-headless")
    from pyspark.sql import SparkSession

    quiet = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "4", "spark.log.level": "ERROR"}
    spark = SparkSession.builder.master("local[2,4]").config(map=quiet).getOrCreate()
    yield spark
    spark.stop()


def test_spark_frames(spark: object, raws: list[Raw], plan: Plan, tmp_path: Path) -> None:
    from unchaff.integrations.spark import extract_frame

    rows = expected(raws, plan, tmp_path)
    table = [(raw.id, raw.url, raw.page) for raw in raws]
    frame = spark.createDataFrame(table, "id string, url string, page binary").repartition(4)  # type: ignore[attr-defined]
    found = [row.asDict() for row in extract_frame(frame, plan=plan, limits=LIMITS).collect()]
    assert (tmp_path / "mark").exists()
    assert sorted(found, key=lambda row: str(row["id"])) == rows


def test_spark_archives(spark: object, tmp_path: Path) -> None:
    from unchaff.integrations.spark import extract_archives

    names, here = archives(tmp_path)
    frame = spark.createDataFrame([(name,) for name in names], "path string").repartition(3)  # type: ignore[attr-defined]
    found = [row.asDict() for row in extract_archives(frame).collect()]
    assert sorted(found, key=lambda row: str(row["id"])) == here


def test_polars_duckdb_and_dask() -> None:
    from unchaff.arrow import extract_batch

    polars = pytest.importorskip("polars", reason="needs polars")
    duckdb = pytest.importorskip("duckdb", reason="needs duckdb")
    dask = pytest.importorskip("dask", reason="needs dask")
    raws = [Raw(path.read_bytes(), id=f"{i:02}") for i, path in enumerate(PATHS)]
    expected = [result.to_dict() for result in extract_many(raws, workers=0)]
    frame = polars.DataFrame({"id": [raw.id for raw in raws], "page": [raw.page for raw in raws]})
    assert polars.from_arrow(extract_batch(frame.to_arrow())).to_dicts() == expected

    table = duckdb.sql("select * from frame order by id").to_arrow_table()
    rows = extract_batch(table)
    counted = duckdb.sql("select count(*) as n from rows where status = 'ok'").to_arrow_table().to_pylist()
    assert counted == [{"n": len(raws)}]
    assert rows.to_pylist() == expected

    parts = [dask.delayed(extract_batch)(batch) for batch in table.to_batches(max_chunksize=5)]
    done = dask.compute(*parts, scheduler="threads")
    assert [row for part in done for row in part.to_pylist()] == expected
