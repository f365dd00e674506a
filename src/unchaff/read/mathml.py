"""MathML becomes TeX: fractions, roots, scripts, rows and tables; what is not known is written as its parts."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

DEEPEST = 40
_COMMANDS = r"""
× times  · cdot  ⋅ cdot  ÷ div  ± pm  ∓ mp  ≤ le  ≥ ge  ≠ ne  ≈ approx  ≡ equiv  ∼ sim  ∝ propto  ∞ infty  ∑ sum  ∏ prod
∫ int  ∮ oint  ∂ partial  ∇ nabla  √ surd  ∈ in  ∉ notin  ⊂ subset  ⊆ subseteq  ∪ cup  ∩ cap  ∅ emptyset  ∀ forall
∃ exists  ¬ neg  ∧ wedge  ∨ vee  → to  ← leftarrow  ⇒ Rightarrow  ⇔ Leftrightarrow  ↦ mapsto  … dots  ⋯ cdots  α alpha
β beta  γ gamma  δ delta  ε varepsilon  ϵ epsilon  ζ zeta  η eta  θ theta  ι iota  κ kappa  λ lambda  μ mu  ν nu  ξ xi
π pi  ρ rho  σ sigma  τ tau  φ varphi  ϕ phi  χ chi  ψ psi  ω omega  Γ Gamma  Δ Delta  Θ Theta  Λ Lambda  Π Pi  Σ Sigma
Φ Phi  Ψ Psi  Ω Omega  ⟨ langle  ⟩ rangle  ℓ ell  ∥ parallel  ∘ circ  ⊕ oplus  ⊗ otimes  ℏ hbar
""".split()  # noqa: SIM905
_SIGNS = {
    **{sign: f"\\{name} " for sign, name in zip(_COMMANDS[::2], _COMMANDS[1::2], strict=True)},
    **{sign: f"\\{sign}" for sign in "{}%#&$_"},
    **{sign: f"\\mathbb{{{letter}}}" for sign, letter in zip("ℝℕℤℂℚ", "RNZCQ", strict=True)},
    **dict.fromkeys("\u2061\u2062\u2063\u2064", ""),  # marks of MathML that nobody sees
    "−": "-",
    "′": "'",
}
_NAMES = frozenset(
    {"sin", "cos", "tan", "cot", "sec", "csc", "log", "ln", "exp", "lim", "max", "min", "sup", "inf", "det"}
)
_OVER = {"¯": "overline", "‾": "overline", "^": "hat", "~": "tilde", "→": "vec", "˙": "dot", "⏞": "overbrace"}
_SILENT = frozenset({"annotation", "annotation-xml", "maction", "none", "mprescripts", "malignmark", "maligngroup"})


def tex(element: etree._Element, depth: int = 0) -> str:
    """An element of MathML as TeX."""
    if depth > DEEPEST:
        return "".join(element.itertext()).strip()
    tag = str(element.tag)
    if tag in _SILENT:
        return ""
    parts = [tex(child, depth + 1) for child in element.iterchildren(etree.Element)]
    write = _WRITERS.get(tag)
    if write and len(parts) >= _NEEDED.get(tag, 0):
        return write(element, parts)
    return "".join(parts) if parts else _signs((element.text or "").strip())


def _signs(text: str) -> str:
    return "".join(_SIGNS.get(sign, sign) for sign in text)


def _identifier(element: etree._Element, parts: list[str]) -> str:
    name = (element.text or "").strip()
    if name in _NAMES:
        return f"\\{name} "
    return f"\\mathrm{{{_signs(name)}}}" if len(name) > 1 and name.isalpha() else _signs(name)


def _text(element: etree._Element, parts: list[str]) -> str:
    words = "".join(element.itertext())
    return f"\\text{{{_signs(words)}}}" if words.strip() else ""


def _over(element: etree._Element, parts: list[str]) -> str:
    sign = "".join(element[1].itertext()).strip()
    return f"\\{_OVER[sign]}{{{parts[0]}}}" if sign in _OVER else f"{_group(parts[0])}^{{{parts[1]}}}"


def _group(part: str) -> str:
    """What scripts are put on: in braces if it is more than one sign or command."""
    bare = part.strip()
    return part if len(bare) <= 1 or (bare[0] == "\\" and bare[1:].isalpha()) else f"{{{part}}}"


def _fenced(element: etree._Element, parts: list[str]) -> str:
    start, stop = element.get("open", "("), element.get("close", ")")
    return f"\\left{_signs(start) or '.'}{','.join(parts)}\\right{_signs(stop) or '.'}"


def _table(element: etree._Element, parts: list[str]) -> str:
    return "\\begin{matrix}" + " \\\\ ".join(parts) + "\\end{matrix}"


_WRITERS: dict[str, Callable[[etree._Element, list[str]], str]] = {
    "mi": _identifier,
    "mtext": _text,
    "mfrac": lambda element, parts: f"\\frac{{{parts[0]}}}{{{parts[1]}}}",
    "msqrt": lambda element, parts: f"\\sqrt{{{''.join(parts)}}}",
    "mroot": lambda element, parts: f"\\sqrt[{parts[1]}]{{{parts[0]}}}",
    "msup": lambda element, parts: f"{_group(parts[0])}^{{{parts[1]}}}",
    "msub": lambda element, parts: f"{_group(parts[0])}_{{{parts[1]}}}",
    "msubsup": lambda element, parts: f"{_group(parts[0])}_{{{parts[1]}}}^{{{parts[2]}}}",
    "munderover": lambda element, parts: f"{_group(parts[0])}_{{{parts[1]}}}^{{{parts[2]}}}",
    "munder": lambda element, parts: f"{_group(parts[0])}_{{{parts[1]}}}",
    "mover": _over,
    "mfenced": _fenced,
    "mtable": _table,
    "mtr": lambda element, parts: " & ".join(parts),
    "mspace": lambda element, parts: " ",
}
_NEEDED = {"mfrac": 2, "mroot": 2, "msup": 2, "msub": 2, "msubsup": 3, "munderover": 3, "munder": 2, "mover": 2}
