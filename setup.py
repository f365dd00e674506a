"""Builds the compiled twins where there is a compiler; without them unchaff is plain Python."""

import os

from setuptools import Extension, setup

# No contracted multiplications: scores are the same to the last bit with and without the twins.
FLAGS = [] if os.name == "nt" else ["-O3", "-ffp-contract=off"]


def twins() -> list[Extension]:
    """The extensions to build; none if UNCHAFF_PURE is set, or where Cython or the headers of lxml are missing."""
    if os.environ.get("UNCHAFF_PURE", "0") not in ("", "0"):
        return []
    try:
        import lxml
        from Cython.Build import cythonize
    except ImportError:
        return []
    walk = Extension("unchaff.read._walk", ["src/unchaff/read/_walk.pyx"], include_dirs=lxml.get_include())
    score = Extension("unchaff.score._score", ["src/unchaff/score/_score.pyx"])
    choice = Extension("unchaff.score._choice", ["src/unchaff/score/_choice.pyx"])
    blocks = Extension("unchaff.read._blocks", ["src/unchaff/read/_blocks.pyx"])
    lines = Extension("unchaff.score._lines", ["src/unchaff/score/_lines.pyx"])
    scan = Extension("unchaff.metadata._scan", ["src/unchaff/metadata/_scan.pyx"], include_dirs=lxml.get_include())
    found = [walk, score, choice, blocks, lines, scan]
    for extension in found:
        extension.optional, extension.extra_compile_args = True, FLAGS
    return cythonize(found, build_dir="build/cython", language_level=3)


setup(ext_modules=twins())
