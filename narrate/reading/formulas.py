"""Formulas in TeX as far as they can be said: `$E = mc^2$` -> "E = mc²"."""

from __future__ import annotations

import re

__all__ = ["spoken_formula"]

_GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ iota ι kappa κ"
    " lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω"
    " Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω"
)
_SIGNS = (
    "times × cdot · div ÷ pm ± approx ≈ sim ~ neq ≠ ne ≠ le ≤ leq ≤ ge ≥ geq ≥ ll ≪ gg ≫ infty ∞"
    " to → rightarrow → Rightarrow ⇒ leftarrow ← sum Σ partial ∂ nabla ∇ in ∈ degree ° circ °"
    " ldots … dots … cdots … percent % prime ′"
)
_PAIRS = f"{_GREEK} {_SIGNS}".split()
_NAMES = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_FUNCTIONS = frozenset("sin cos tan log ln exp max min lim det gcd arg mod".split())  # noqa: SIM905
_DRESS = frozenset(
    "text mathrm mathbf mathit mathsf operatorname textbf textit rm left right big Big".split()  # noqa: SIM905
)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_COMMAND = re.compile(r"\\([A-Za-z]+|.)")
_SCRIPT = re.compile(r"([\^_])(?:\{([^{}]*)\}|(.))")
_RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


def spoken_formula(latex: str) -> str | None:
    """Write a formula without TeX's marks; None if it has commands that are none of a few dozen."""
    if len(latex) > 500:
        return None
    plain = _FRACTION.sub(r"\1/\2", latex)
    unknown: list[str] = []

    def named(found: re.Match[str]) -> str:
        name = found[1]
        if name in _NAMES:
            return _NAMES[name]
        if name in _FUNCTIONS:
            return f"{name} "
        if not name.isalpha():
            return name if name in "%$#&_{}" else " "
        if name not in _DRESS:
            unknown.append(name)
        return ""

    plain = _COMMAND.sub(named, plain)
    if unknown:
        return None
    plain = _SCRIPT.sub(_script, plain)
    return " ".join(re.sub(r"[{}]", "", plain).split()) or None


def _script(found: re.Match[str]) -> str:
    words = found[2] if found[2] is not None else found[3]
    shifted = words.translate(_RAISED if found[1] == "^" else _LOWERED)
    if words and not any(a == b for a, b in zip(words, shifted, strict=True)):
        return shifted
    return words if words in ("°", "′") else f"{found[1]}{words}" if found[1] == "^" else words
