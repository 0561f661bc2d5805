"""One text for all spellings of a formula: without places, brackets or the order of what may be swapped."""

from __future__ import annotations

from ecoflow.formula.tree import Binary, Call, Comparison, Literal, Name, Node, Unary

_TURNED = {"<": ">", "<=": ">=", "worse than": "better than", "at or worse than": "at or better than"}
"""A comparison is written with the smaller side on the right."""

NEGATED = {
    "<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "=", "worse than": "at or better than",
    "better than": "at or worse than", "at or worse than": "better than", "at or better than": "worse than",
}
"""The sign that holds exactly where another does not."""


def canonical(node: Node) -> str:  # noqa: PLR0911 - one return a node
    """The text; two formulas with the same text have the same value for every input."""
    match node:
        case Literal(value=bool()):
            # no name is `true`, but one may be `True`
            return str(node.value).lower()
        case Literal():
            return str(node.value)
        case Name():
            return f"{node.id}[{','.join(node.members)}]" if node.members else node.id
        case Unary():
            return f"({node.sign} {canonical(node.of)})"
        case Binary(sign="+" | "*" | "and" | "or"):
            return f"({f' {node.sign} '.join(sorted(_parts(node, node.sign)))})"
        case Binary():
            return f"({canonical(node.left)} {node.sign} {canonical(node.right)})"
        case Comparison():
            return _comparison(node)
        case Call():
            over = f" over {', '.join(sorted(node.over))}" if node.over else ""
            by = f" by {node.by}" if node.by else ""
            return f"{node.function}({', '.join(map(canonical, node.arguments))}{over}{by})"


def _parts(node: Node, sign: str) -> list[str]:
    if isinstance(node, Binary) and node.sign == sign:
        return [*_parts(node.left, sign), *_parts(node.right, sign)]
    return [canonical(node)]


def _comparison(node: Comparison) -> str:
    pairs = []
    for sign, left, right in zip(node.signs, node.sides[:-1], node.sides[1:], strict=True):
        a, b = canonical(left), canonical(right)
        if sign in _TURNED:
            a, b, sign = b, a, _TURNED[sign]
        elif sign in {"=", "!="}:
            a, b = sorted((a, b))
        pairs.append(f"{a} {sign} {b}")
    return f"({' and '.join(pairs)})"


def negation(node: Node) -> Node:
    """What holds exactly where the condition does not."""
    match node:
        case Unary(sign="not"):
            return node.of
        case Comparison() if len(node.signs) == 1:
            return Comparison(node.at, node.sides, (NEGATED[node.signs[0]],), node.signs_at)
        case Binary(sign="and" | "or"):
            sign = "or" if node.sign == "and" else "and"
            return Binary(node.at, sign, negation(node.left), negation(node.right))
        case _:
            return Unary(node.at, "not", node)
