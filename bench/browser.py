"""Shows what unchaff wrote to a real browser and tells what ran or could run: needs Chromium, opens no connection."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

if not __package__:
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bench.command import parser
from bench.corpus import address, gold, pages
from unchaff import extract
from unchaff.model import Label

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BATCH = 150  # documents that one browser shows
SECONDS = 120
SHOWN = 20  # faults of a dataset that are printed
DATASETS = ("wcxb_dev", "fundus_dev")

# Each document becomes a frame of its own, parsed as a page; then everything in it is pointed at, clicked and focused.
HARNESS = """<!doctype html><meta charset=utf-8><title>waiting</title><body><script>
const TAGS = new Set(`html head body p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption tbody tr td th blockquote pre
 code figure figcaption a img em strong sub sup del br input`.split(/\\s+/));
const ATTRIBUTES = new Set("href src alt class start value colspan rowspan dir type disabled checked".split(" "));
const SAFE = new Set(["http:", "https:", "mailto:"]);
const EVENTS = "click mouseover mouseenter pointerdown focus error load toggle animationstart".split(" ");
const found = [];
window.caught = (which, what) => found.push([which, what]);
const guard = which => "<script>for (const name of ['alert','confirm','prompt','print','open','eval'])" +
  "window[name] = () => parent.caught(" + which + ", name + ' ran');<" + "/script>";
const documents = DOCUMENTS;
function look(frame, which) {
  const page = frame.contentDocument;
  for (const script of page.querySelectorAll("script")) if (
    !script.textContent.includes("parent.caught(" + which)) caught(which, "script");
  for (const element of page.querySelectorAll("*")) {
    const tag = element.localName;
    if (tag === "script" || (tag === "base" && element.href === "https://page.example/")) continue;
    if (!TAGS.has(tag)) caught(which, "tag " + tag);
    for (const {name} of element.attributes) if (!ATTRIBUTES.has(name)) caught(which, tag + " has " + name);
    for (const name of ["href", "src"]) if (element.hasAttribute(name)) {
      let scheme; try { scheme = new URL(element[name]).protocol } catch { scheme = "unreadable" }
      if (!SAFE.has(scheme) && element.getAttribute(name)) caught(which, name + " " + element.getAttribute(name));
    }
    element.addEventListener("click", event => event.preventDefault());
    for (const name of EVENTS) element.dispatchEvent(new Event(name, {bubbles: true, cancelable: true}));
  }
}
async function show(which) {
  const frame = document.createElement("iframe");
  const loaded = new Promise(done => { frame.onload = done; setTimeout(done, 2000) });
  frame.srcdoc = "<!doctype html><base href=https://page.example/>" + guard(which) + documents[which];
  document.body.append(frame);
  await loaded;
  look(frame, which);
  await new Promise(done => setTimeout(done, 5));
  frame.remove();
}
(async () => {
  for (let which = 0; which < documents.length; which++) await show(which);
  document.body.textContent = "RESULT" + JSON.stringify({shown: documents.length, found}) + "END";
})();
</script>"""


class NoBrowser(FileNotFoundError):
    """No Chromium on this machine."""


def browser() -> str:
    """Where Chromium is."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise NoBrowser(f"no browser; one of these must be installed: {', '.join(NAMES)} (apt-get install chromium)")


def faults(documents: Sequence[str]) -> list[tuple[int, str]]:
    """What each of `documents`, HTML all of them, did that it must not: its number and what it was."""
    found: list[tuple[int, str]] = []
    rest, at = iter(documents), 0
    while batch := list(islice(rest, BATCH)):
        found += [(at + which, what) for which, what in _batch(batch)]
        at += len(batch)
    return found


def _batch(documents: list[str]) -> list[tuple[int, str]]:
    data = json.dumps(documents).replace("</", "<\\/").replace("<!--", "<\\!--")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(HARNESS.replace("DOCUMENTS;", f"{data};"), encoding="utf-8", errors="replace")
        command = [
            *(browser(), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
            *("--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking"),
            *(f"--user-data-dir={folder}/profile", "--virtual-time-budget=600000", "--dump-dom", page.as_uri()),
        ]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    _, _, after = ran.stdout.rpartition("RESULT")
    result, end, _ = after.partition("END")
    if not end:
        raise RuntimeError(f"the browser gave no result: {ran.stderr[-500:]}")
    told = json.loads(result.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    assert told["shown"] == len(documents)
    return [(which, what) for which, what in told["found"]]


def written(page: bytes, url: str | None) -> str:
    """The HTML that unchaff makes of a whole page, boilerplate too: nothing of it may run either."""
    return extract(page, url=url, keep=set(Label)).to_html()


def main(argv: Sequence[str]) -> int:
    """All pages of the datasets; 1 when something ran or could have."""
    options = parser("browser", __doc__)
    options.add_argument("datasets", nargs="*", default=DATASETS, metavar="DATASET")
    given = options.parse_args(argv)
    bad = sum([_one_dataset(given.data, dataset) for dataset in given.datasets])
    return int(bad > 0)


def _one_dataset(data: Path, dataset: str) -> int:
    entries = gold(data, dataset)
    documents = (written(page, address(entry)) for entry, page in pages(data, dataset, entries))
    found = faults(list(documents))
    print(f"{dataset}: {len(entries)} pages, {len(found)} faults", flush=True)
    for which, what in found[:SHOWN]:
        print(f"  {entries[which]['id']}: {what}")
    return len(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
