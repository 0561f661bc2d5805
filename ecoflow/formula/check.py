"""The type checker: every name declared, every unit fitting, every dimension there; faults at the right character."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct, field

from ecoflow.diagnostics.near import listed, suggestion
from ecoflow.formula.check_functions import OVER, RULES, by_party
from ecoflow.formula.functions import FUNCTIONS
from ecoflow.formula.parse import Fault
from ecoflow.formula.tree import Binary, Call, Comparison, Literal, Name, Node, Unary
from ecoflow.formula.types import BOOLEAN, CLASS, NUMBER, UNKNOWN, Dims, Kind, Type
from ecoflow.formula.zeros import UNLIKE, with_zeros
from ecoflow.standards.gb3838 import WaterClass

_ORDER_OF_CLASSES = frozenset({"worse than", "better than", "at or worse than", "at or better than"})
_ORDER_OF_NUMBERS = frozenset({"<", "<=", ">", ">="})


class Check(Struct):
    """One pass over one formula. `types` maps each node to its type; `faults` is what is wrong, in reading order.

    Where it is `unsure` of the sections (they have mistakes of their own), what rests on them has no known type. `at`
    are the only sections the formula is for, all when empty.
    """

    scope: Mapping[str, Type]
    unsure: bool = False
    at: frozenset[str] = frozenset()
    faults: list[Fault] = field(default_factory=list)
    types: dict[Node, Type] = field(default_factory=dict)

    def type_of(self, node: Node) -> Type:
        """The node's type; UNKNOWN after a fault inside it."""
        found = self._type_of(node)
        self.types[node] = found
        return found

    def _type_of(self, node: Node) -> Type:
        match node:
            case Literal():
                return self._literal(node)
            case Name():
                return self._name(node)
            case Unary():
                return self._unary(node)
            case Binary():
                return self._binary(node)
            case Comparison():
                return self._comparison(node)
            case Call():
                return self._call(node)

    def expect(self, node: Node, found: Type, wanted: Type, allowed: Iterable[str] | None) -> None:
        """Note a fault unless `found` is of the wanted kind and unit, over no dimension but the allowed ones."""
        if found.kind == "unknown":
            return
        if not _alike(found, wanted):
            self.fault("E215", node, wanted=wanted.words(), found=found.words())
        elif allowed is not None:
            extra = [d for d in found.dim_names if d not in set(allowed)]
            if extra:
                table = {"near": "tier(x, table)"} if {"tier", "class"}.intersection(extra) else {}
                self.fault("E216", node, dims=", ".join(extra), **table)

    def fault(self, code: str, node: Node | int, **details: str | tuple[str, str]) -> Type:
        """Note a fault at a node or a character; gives the type of what has one."""
        at = node if isinstance(node, int) else node.at
        self.faults.append(Fault(code, at, tuple(details.items())))
        return UNKNOWN

    def _literal(self, node: Literal) -> Type:
        if isinstance(node.value, bool):
            return BOOLEAN
        return CLASS if isinstance(node.value, WaterClass) else Type("number", node.unit)

    def _name(self, node: Name) -> Type:
        declared = self.scope.get(node.id)
        if declared is None:
            return self.fault("E210", node, name=node.id, **suggestion(node.id, sorted(self.scope)))
        left = declared.dims
        for member, at in zip(node.members, node.members_at, strict=True):
            owner = [(dim, members) for dim, members in left if members is not None and member in members]
            if not owner and declared.kind != "unknown":
                return self._no_member(node, member, at, left)
            left = tuple(d for d in left if d not in owner[:1])
        return declared.over(left)

    def _no_member(self, node: Name, member: str, at: int, dims: Dims) -> Type:
        known = [m for _, members in dims for m in members or ()]
        if not known:
            return self.fault("E212", at, name=node.id, member=member)
        return self.fault("E211", at, name=node.id, member=member, **suggestion(member, known))

    def _unary(self, node: Unary) -> Type:
        of = self.type_of(node.of)
        wanted = BOOLEAN if node.sign == "not" else NUMBER
        if of.kind not in {wanted.kind, "unknown"}:
            return self.fault("E215", node.of, wanted=wanted.over(()).words(), found=of.words())
        return of

    def _binary(self, node: Binary) -> Type:
        left, right = self.type_of(node.left), self.type_of(node.right)
        wanted = BOOLEAN if node.sign in {"and", "or"} else NUMBER
        for side, found in ((node.left, left), (node.right, right)):
            if found.kind not in {wanted.kind, "unknown"}:
                return self.fault("E215", side, wanted=wanted.over(()).words(), found=found.words())
        if "unknown" in {left.kind, right.kind}:
            return UNKNOWN
        if node.sign in {"+", "-"}:
            left, right = with_zeros((node.left, node.right), (left, right))
        dims = self.together(node.right, left, right)
        return UNKNOWN if dims is None else self._result(node, left, right).over(dims)

    def _result(self, node: Binary, left: Type, right: Type) -> Type:
        if left.unit is None or right.unit is None:
            return BOOLEAN
        if node.sign in {"*", "/"}:
            return Type("number", left.unit.times(right.unit, 1 if node.sign == "*" else -1))
        if not left.unit.fits(right.unit):
            return self.fault("E213", node.right, left=left.over(()).words(), right=right.over(()).words())
        return Type("number", left.unit)

    def _comparison(self, node: Comparison) -> Type:
        found = [self.type_of(side) for side in node.sides]
        # a comparison made by hand has no places for its signs
        signs_at = node.signs_at or tuple(side.at for side in node.sides[1:])
        if "==" in node.signs:
            return self.fault("E205", signs_at[node.signs.index("==")])
        if any(t.kind == "unknown" for t in found):
            return UNKNOWN
        found = with_zeros(node.sides, found)
        joined = found[0]
        steps = zip(node.signs, signs_at, found[:-1], found[1:], node.sides[1:], strict=True)
        for sign, at, left, right, side in steps:
            if not self._comparable(sign, at, left, right, side):
                return UNKNOWN
            dims = self.together(side, joined, right)
            if dims is None:
                return UNKNOWN
            joined = joined.over(dims)
        return BOOLEAN.over(joined.dims)

    def _comparable(self, sign: str, at: int, left: Type, right: Type, side: Node) -> bool:
        if not _alike(left, right):
            self.fault("E213", side, left=left.over(()).words(), right=right.over(()).words())
        elif sign in _ORDER_OF_CLASSES and left.kind != "class":
            self.fault("E217", at, sign=sign, found=left.over(()).words())
        elif sign in _ORDER_OF_NUMBERS and left.kind != "number":
            self.fault("E218", at, sign=sign, found=left.over(()).words())
        else:
            return True
        return False

    def _call(self, node: Call) -> Type:
        function = FUNCTIONS.get(node.function)
        if function is None:
            return self.fault("E219", node, name=node.function, **suggestion(node.function, FUNCTIONS))
        arguments = self._typed(node)
        if not function.least <= len(arguments) <= function.most:
            wanted = str(function.least) if function.least == function.most else f"{function.least}..{function.most}"
            return self.fault("E220", node, name=node.function, wanted=wanted, found=str(len(arguments)),
                               example=function.example)
        if any(t.kind == "unknown" for t in arguments):
            return UNKNOWN
        rule = RULES.get(node.function)
        if rule is None and function.reduces and len(arguments) == 1:
            return self._reduction(node, arguments[0])
        if node.over and node.function not in OVER:
            return self.fault("E221", node.over_at[0], name=node.function)
        return rule(self, node, arguments) if rule else self._elementwise(node, arguments)

    def _typed(self, node: Call) -> list[Type]:
        """The types of a call's arguments; a bare 0 among values that stand for each other has their unit."""
        types = [self.type_of(a) for a in node.arguments]
        if node.function in UNLIKE or "unknown" in {t.kind for t in types}:
            return types
        first = 1 if node.function == "if" else 0
        return [*types[:first], *with_zeros(node.arguments[first:], types[first:])]

    def _reduction(self, node: Call, of: Type) -> Type:
        kind, result = _REDUCTIONS[node.function]
        if of.kind != kind:
            return self.fault("E215", node.arguments[0], wanted=Type(kind).words(), found=of.over(()).words())
        over = self.reduced(node, of)
        if over is None:
            return UNKNOWN
        left = by_party(self, node, of, over) if node.by else of.without(*over).dims
        return UNKNOWN if left is None else (of if result is None else result).over(left)

    def reduced(self, node: Call, of: Type) -> tuple[str, ...] | None:
        """The dimensions a call runs over: those it names, or the only one there is; None after a fault."""
        for dim, at in zip(node.over, node.over_at, strict=True):
            if dim not in of.dim_names:
                self.fault("E214", at, dim=dim, **suggestion(dim, of.dim_names))
                return None
        if node.over or len(of.dims) == 1:
            return node.over or of.dim_names
        if of.dims:
            self.fault("E223", node, name=node.function, dims=", ".join(of.dim_names), first=of.dim_names[0])
        else:
            self.fault("E222", node, name=node.function)
        return None

    def _elementwise(self, node: Call, arguments: list[Type]) -> Type:
        wanted: Kind = "class" if node.function == "classes_better" else "number"
        for argument, found in zip(node.arguments, arguments, strict=True):
            if found.kind != wanted:
                return self.fault("E215", argument, wanted=Type(wanted).words(), found=found.over(()).words())
        dims: Dims | None = arguments[0].dims
        for argument, found in zip(node.arguments[1:], arguments[1:], strict=True):
            if not self.alike(argument, arguments[0], found):
                return UNKNOWN
            dims = self.together(argument, arguments[0].over(dims or ()), found)
            if dims is None:
                return UNKNOWN
        if node.function in {"floor", "ceil"} and arguments[0].unit and not arguments[0].unit.is_plain:
            return self.fault("E215", node.arguments[0], wanted=NUMBER.words(), found=arguments[0].over(()).words())
        result = NUMBER if node.function in {"exceedance", "classes_better"} else arguments[0]
        return result.over(dims or ())

    def alike(self, node: Node, left: Type, right: Type) -> bool:
        """Whether two values may stand in for each other; a fault where not."""
        if not _alike(left, right):
            self.fault("E213", node, left=left.over(()).words(), right=right.over(()).words())
        return _alike(left, right)

    def together(self, node: Node, left: Type, right: Type) -> Dims | None:
        """The dimensions of two values side by side; a fault where one has members the other lacks."""
        joined = dict(left.dims)
        if left.times and right.times and not _nested(left.times, right.times):
            self.fault("E228", node, left=left.times_words(), right=right.times_words())
            return None
        if "tier" in joined and "tier" in right.dim_names:
            self.fault("E248", node)
            return None
        for dim, members in right.dims:
            known = joined.get(dim)
            if known is not None and members is not None and set(known) != set(members):
                if dim == "section" and self.at and self.at <= set(known) & set(members):
                    # what the clause leaves out need not be there on both sides
                    joined[dim] = tuple(m for m in known if m in self.at)
                    continue
                odd = sorted(set(known) ^ set(members))
                held = {"near": "by: [responsible]"} if dim == "party" else {}
                self.fault("E224", node, dim=dim, members=listed(odd), **held)
                return None
            joined[dim] = known or members
        return tuple(sorted(joined.items()))


_REDUCTIONS: Mapping[str, tuple[Kind, Type | None]] = MappingProxyType({
    "sum": ("number", None), "mean": ("number", None), "max": ("number", None), "min": ("number", None),
    "count": ("boolean", NUMBER), "share": ("boolean", NUMBER), "any": ("boolean", None), "all": ("boolean", None),
    "worst": ("class", None), "best": ("class", None),
})
"""Function -> the kind it runs over, and what it yields when that is not its argument's own type."""


def _nested(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether one runs over no other times than the other: months meet the days of each month, not the quarters."""
    return set(left) <= set(right) or set(right) <= set(left)


def _alike(left: Type, right: Type) -> bool:
    if left.kind != right.kind:
        return False
    return left.unit is None or right.unit is None or left.unit.fits(right.unit)
