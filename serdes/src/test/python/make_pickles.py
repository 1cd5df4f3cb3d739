"""Writes the frozen vectors of the pickle codec: what CPython makes of each type, at each protocol.

    python3 make_pickles.py ../resources/fixtures/pickle

A zipped file with one JSON object a line: name, protocol, pickle (base64), and either value (the plain JSON that must come out) or
refused (the name that the message must mention). The vectors in the repository were made by CPython 3.11; they are
kept for ever, so a run with another version goes into another file.
"""

import array
import base64
import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import gzip
import io
import ipaddress
import json
import math
import pathlib
import pickle
import re
import sys
import types
import typing
import uuid
import zoneinfo

models = types.ModuleType("shop.models")
sys.modules["shop"] = types.ModuleType("shop")
sys.modules["shop.models"] = models


def model(cls):
    cls.__module__ = "shop.models"
    cls.__qualname__ = cls.__name__
    setattr(models, cls.__name__, cls)
    return cls


@model
class Point(typing.NamedTuple):
    x: int
    label: str


@model
@dataclasses.dataclass
class Order:
    id: int
    buyer: str
    lines: list


@model
@dataclasses.dataclass(slots=True)
class Slotted:
    id: int
    name: str


@model
@dataclasses.dataclass(frozen=True, slots=True)
class Frozen:
    id: int
    name: str


@model
class Plain:
    def __init__(self):
        self.a = 1
        self.b = [1, "two"]


@model
class Empty:
    pass


@model
class Colour(enum.Enum):
    RED = "red"


@model
class Level(enum.IntEnum):
    HIGH = 3


@model
class Flags(enum.Flag):
    READ = 1
    WRITE = 2


@model
class Tags(dict):
    pass


shop = sys.modules["shop"]


def shop_class(cls):
    """A class of the name that orders-value v3 has for the record."""
    cls.__module__ = "shop"
    cls.__qualname__ = cls.__name__
    setattr(shop, cls.__name__, cls)
    return cls


@shop_class
class OrderStatus(enum.Enum):
    PAID = "PAID"


@shop_class
@dataclasses.dataclass
class Address:
    street: str
    city: str
    postalCode: str
    country: str


@shop_class
@dataclasses.dataclass(slots=True)
class LineItem:
    sku: str
    name: str
    quantity: int
    unitPrice: decimal.Decimal
    options: list


def order(typed, classes):
    """One order: plain JSON-like values, Python's own types, or objects of classes."""
    at = datetime.datetime(2026, 11, 20, 13, 45, 0, 123000, tzinfo=UTC)
    day = datetime.date(2026, 11, 20)
    number = uuid.UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
    address = {"street": "세종대로 110", "city": "서울", "postalCode": "04524", "country": "KR"}
    items = [
        {"sku": "T-1", "name": "jasmine tea", "quantity": 2, "unitPrice": "4.50", "options": ["loose"]},
        {"sku": "C-7", "name": "주전자", "quantity": 1, "unitPrice": "19.00", "options": []},
    ]
    if typed:
        for item in items:
            item["unitPrice"] = decimal.Decimal(item["unitPrice"])
    return {
        "orderId": number if typed else str(number),
        "number": 2**40,
        "status": OrderStatus.PAID if classes else "PAID",
        "createdAt": at if typed else "2026-11-20T13:45:00.123Z",
        "paidAt": at.astimezone(SEOUL) if typed else "2026-11-20T22:45:00.123+09:00",
        "orderedOn": day if typed else "2026-11-20",
        "customerId": 7,
        "buyerName": "김서연",
        "email": None,
        "shippingAddress": Address(**address) if classes else address,
        "items": [LineItem(**item) for item in items] if classes else tuple(items),
        "total": decimal.Decimal("28.00") if typed else 28,
        "taxRate": 0.1,
        "shippingCost": None,
        "gift": True,
        "tags": {"new"} if typed else ["new"],
        "attributes": collections.OrderedDict(b="2", a="1"),
    }


SHAPES = [
    {"class": "shop.Address", "fields": ["street", "city", "postalCode", "country"]},
    {"class": "shop.LineItem", "fields": ["sku", "name", "quantity", "unitPrice", "options"]},
    {"class": "shop.OrderStatus", "enum": True},
    {"class": "shop.models.Point", "fields": ["x", "label"]},
    {"class": "shop.models.Order", "fields": ["id", "buyer", "lines"]},
    {"class": "shop.models.Slotted", "fields": ["id", "name"]},
    {"class": "shop.models.Frozen", "fields": ["id", "name"]},
    {"class": "shop.models.Plain", "fields": ["a", "b"]},
    {"class": "shop.models.Empty", "fields": []},
    {"class": "shop.models.Colour", "enum": True},
    {"class": "shop.models.Level", "enum": True},
    {"class": "shop.models.Flags", "enum": True},
    {"class": "shop.models.Tags", "dict": True},
]

UTC = datetime.timezone.utc
SEOUL = datetime.timezone(datetime.timedelta(hours=9))
NAMED = datetime.timezone(datetime.timedelta(hours=-3, minutes=-30), "NST")
NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
SHARED = {"city": "서울", "zip": "04524"}


def values():
    yield "none", None
    yield "true", True
    yield "false", False
    for i, n in enumerate([0, 1, -1, 127, 128, 255, 256, 65535, 65536, -128, -129, -32768, 2**31 - 1, 2**31, -(2**31),
                           -(2**31) - 1, 2**62, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 10**18, 10**19, 2**200, -(2**200),
                           2**2039, 2**2040, 10**1000]):
        yield f"int-{i}", n
    for i, f in enumerate([0.0, -0.0, 1.5, -2.25, 1e300, 5e-324, 0.1, math.inf, -math.inf, math.nan, 1e16, 123456789.125]):
        yield f"float-{i}", f
    for i, s in enumerate(["", "a", "Straße", "주문 접수", "😀 ok", "a\\b", "line\nbreak", "nul\0", "\x1a\r", "\u2028",
                           "x" * 255, "y" * 256, "é" * 128, "\\u0041", "\\\\u0041", "tab\tquote'\""]):
        yield f"text-{i}", s
    for i, b in enumerate([b"", b"abc", b"\x00\xff\x80", bytes(range(256)), b"z" * 300]):
        yield f"bytes-{i}", b
        yield f"bytearray-{i}", bytearray(b)
    yield "list-empty", []
    yield "list-one", [1]
    yield "list", [1, "a", None, True, [2.5, []]]
    yield "list-long", list(range(2500))
    yield "tuple-empty", ()
    yield "tuple-1", (1,)
    yield "tuple-2", (1, "b")
    yield "tuple-3", (1, 2, 3)
    yield "tuple-4", (1, 2, 3, (4, 5, 6, 7))
    yield "dict-empty", {}
    yield "dict-one", {"a": 1}
    yield "dict", {"z": 1, "a": {"b": [1, 2]}, "주": None}
    yield "dict-order", {"b": 1, "a": 2, "c": 3}
    yield "dict-wide", {f"k{i}": i for i in range(1200)}
    yield "set-empty", set()
    yield "set-one", {"only"}
    yield "frozenset-empty", frozenset()
    yield "frozenset-one", frozenset([7])
    yield "set-long", set(range(1500))
    yield "shared", [SHARED, SHARED, {"again": SHARED}]
    yield "date", datetime.date(2024, 11, 3)
    yield "date-first", datetime.date(1, 1, 1)
    yield "date-last", datetime.date(9999, 12, 31)
    yield "time", datetime.time(13, 45, 1, 123456)
    yield "time-zero", datetime.time()
    yield "time-fold", datetime.time(1, 30, fold=1)
    yield "time-aware", datetime.time(1, 30, tzinfo=SEOUL)
    yield "datetime", datetime.datetime(2024, 11, 3, 1, 30, 5)
    yield "datetime-micros", datetime.datetime(2024, 2, 29, 23, 59, 59, 123456)
    yield "datetime-fold", datetime.datetime(2024, 11, 3, 1, 30, fold=1)
    yield "datetime-utc", datetime.datetime(2026, 11, 20, 13, 45, 0, 500000, tzinfo=UTC)
    yield "datetime-seoul", datetime.datetime(2026, 11, 20, 13, 45, tzinfo=SEOUL)
    yield "datetime-named", datetime.datetime(2026, 11, 20, 13, 45, tzinfo=NAMED)
    yield "datetime-zone", datetime.datetime(2024, 7, 1, 12, 0, tzinfo=NEW_YORK)
    yield "datetime-zone-first", datetime.datetime(2024, 11, 3, 1, 30, tzinfo=NEW_YORK)
    yield "datetime-zone-second", datetime.datetime(2024, 11, 3, 1, 30, fold=1, tzinfo=NEW_YORK)
    yield "datetime-zone-gap", datetime.datetime(2024, 3, 10, 2, 30, tzinfo=NEW_YORK)
    yield "datetimes-utc", [datetime.datetime(2026, 1, d, tzinfo=UTC) for d in range(1, 6)]
    yield "timedelta", datetime.timedelta(days=3, hours=4, minutes=5, seconds=6, microseconds=7)
    yield "timedelta-zero", datetime.timedelta()
    yield "timedelta-negative", datetime.timedelta(seconds=-1)
    yield "timedelta-days", datetime.timedelta(days=-999999999)
    for i, d in enumerate(["0", "12.50", "-0.001", "1E+3", "1.23E-7", "123456789012345678901234567890.12", "NaN",
                           "sNaN", "Infinity", "-Infinity", "-NaN", "0E-10"]):
        yield f"decimal-{i}", decimal.Decimal(d)
    yield "uuid", uuid.UUID("12345678-1234-5678-9abc-def012345678")
    yield "uuid-zero", uuid.UUID(int=0)
    yield "uuid-max", uuid.UUID(int=2**128 - 1)
    yield "uuids", [uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=1)]
    yield "ordereddict", collections.OrderedDict([("b", 1), ("a", 2)])
    yield "counter", collections.Counter("aab")
    yield "defaultdict", collections.defaultdict(list, a=[1])
    yield "defaultdict-none", collections.defaultdict(None, a=1)
    yield "deque", collections.deque([1, 2, 3])
    yield "deque-bounded", collections.deque([1, 2, 3], maxlen=2)
    yield "namedtuple", Point(1, "a")
    yield "dataclass", Order(7, "김철수", [Point(1, "a"), Point(2, "b")])
    yield "slots", Slotted(1, "s")
    yield "frozen-slots", Frozen(1, "f")
    yield "object", Plain()
    yield "object-empty", Empty()
    yield "enum", Colour.RED
    yield "intenum", Level.HIGH
    yield "flag", Flags.READ | Flags.WRITE
    yield "dict-subclass", Tags(a=1, b=2)
    yield "namespace", types.SimpleNamespace(a=1, b="x")
    yield "mixed", {
        "id": uuid.UUID(int=5), "at": datetime.datetime(2026, 11, 20, 13, 45, tzinfo=UTC), "total": decimal.Decimal("9.90"),
        "raw": b"\x00\x01", "lines": [{"sku": "a", "n": 1}, {"sku": "b", "n": 2}], "tags": {"one"}, "colour": Colour.RED,
    }
    yield "order-plain", order(typed=False, classes=False)
    yield "order-typed", order(typed=True, classes=False)
    yield "order-classes", order(typed=True, classes=True)
    yield "big", {"text": "한" * 30000, "raw": b"\x07" * 70000, "list": ["x" * 70000, "after"]}


def refused():
    yield "complex", 1j, "complex"
    yield "range", range(3), "range"
    yield "fraction", fractions.Fraction(1, 3), "fractions.Fraction"
    yield "array", array.array("i", [1]), "array"
    yield "ip", ipaddress.ip_address("127.0.0.1"), "ipaddress.IPv4Address"
    yield "path", pathlib.PurePosixPath("/etc"), "pathlib.PurePosixPath"
    yield "regex", re.compile("a"), "re._compile"
    yield "exception", ValueError("x"), "ValueError"
    yield "type", int, "int"
    yield "ellipsis", ..., "Ellipsis"
    yield "function", print, "print"
    yield "slice", slice(1, 2), "slice"


def plain(v):
    """The plain JSON of a value, worked out here and not by the code under test."""
    if isinstance(v, enum.Enum):
        return plain(v.value)
    if v is None or isinstance(v, (bool, str, int)):
        return v
    if isinstance(v, float):
        return v if math.isfinite(v) else "NaN" if math.isnan(v) else "Infinity" if v > 0 else "-Infinity"
    if isinstance(v, (bytes, bytearray)):
        return base64.b64encode(v).decode()
    if isinstance(v, (datetime.date, datetime.time)):
        return v.isoformat()
    if isinstance(v, datetime.timedelta):
        return duration(v)
    if isinstance(v, decimal.Decimal):
        return str(v)
    if isinstance(v, uuid.UUID):
        return str(v)
    if isinstance(v, Point):
        return {"x": v.x, "label": v.label}
    if isinstance(v, dict):
        return {k: plain(x) for k, x in v.items()}
    if isinstance(v, (list, tuple, set, frozenset, collections.deque)):
        return [plain(x) for x in v]
    if dataclasses.is_dataclass(v):
        return {f.name: plain(getattr(v, f.name)) for f in dataclasses.fields(v)}
    return {k: plain(x) for k, x in vars(v).items()}


def duration(d):
    if d < datetime.timedelta(0):
        return "-" + duration(-d) if d.days > -999999999 or d.seconds else "-P999999999D"
    hours, rest = divmod(d.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    text = "P" + (f"{d.days}D" if d.days else "")
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if d.microseconds:
        clock += f"{seconds}.{d.microseconds:06}S"
    elif seconds or not (d.days or clock):
        clock += f"{seconds}S"
    return text + ("T" + clock if clock else "")


def main(folder):
    out = pathlib.Path(folder)
    (out / "shapes.json").write_text(json.dumps(SHAPES, indent=1) + "\n")
    sys.set_int_max_str_digits(0)
    # Without name and time in its header, so that the same vectors are the same bytes.
    with open(out / "cpython-3.11.jsonl.gz", "wb") as file, \
            gzip.GzipFile("", "wb", 9, file, mtime=0) as zipped, \
            io.TextIOWrapper(zipped, encoding="utf-8") as lines:
        for name, value in values():
            for protocol in range(6):
                try:
                    pickled = pickle.dumps(value, protocol)
                except TypeError:
                    continue  # slots have no form in protocols 0 and 1
                # As CPython reads it again: protocols 0 to 3 lose the fold of a datetime.
                loaded = plain(pickle.loads(pickled))
                line = {"name": name, "protocol": protocol, "pickle": base64.b64encode(pickled).decode(), "value": loaded}
                lines.write(json.dumps(line, ensure_ascii=False) + "\n")
        for name, value, mentions in refused():
            for protocol in range(6):
                pickled = pickle.dumps(value, protocol)
                line = {"name": name, "protocol": protocol, "pickle": base64.b64encode(pickled).decode(), "refused": mentions}
                lines.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
