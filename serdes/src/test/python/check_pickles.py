"""Loads pickles as CPython does and prints the plain JSON of what came out, for the tests of the writer.

    python3 check_pickles.py pure|typed < LINES

Each line of input is a pickle in base64; each line of output its plain JSON, or {"error": ...}. With pure, no name at
all may be looked up; with typed, only datetime.*, decimal.Decimal and uuid.UUID. Each pickle must also be one that
pickletools accepts, use no opcode newer than its protocol, and have no memo entry that is not used.
"""

import base64
import io
import json
import pickle
import pickletools
import sys

from make_pickles import plain

TYPED = {"datetime": {"date", "time", "datetime", "timedelta", "timezone"}, "decimal": {"Decimal"}, "uuid": {"UUID"}}


class Restricted(pickle.Unpickler):
    allowed = {}

    def find_class(self, module, name):
        if name not in self.allowed.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name} is not allowed")
        return super().find_class(module, name)


def check(pickled):
    protocol = pickled[1]
    put, got = set(), set()
    for opcode, argument, _ in pickletools.genops(pickled):
        if opcode.proto > protocol:
            raise ValueError(f"{opcode.name} in protocol {protocol}")
        if opcode.name == "MEMOIZE":
            put.add(len(put))
        elif "PUT" in opcode.name:
            put.add(argument)
        elif "GET" in opcode.name:
            got.add(argument)
    if put != got:
        raise ValueError(f"memo entries never used: {sorted(put - got)[:5]}")
    pickletools.dis(pickled, io.StringIO())


def main(mode):
    Restricted.allowed = TYPED if mode == "typed" else {}
    sys.set_int_max_str_digits(0)
    for line in sys.stdin:
        try:
            pickled = base64.b64decode(line)
            check(pickled)
            loaded = Restricted(io.BytesIO(pickled)).load()
            print(json.dumps({"value": plain(loaded), "type": type(loaded).__name__}), flush=True)
        except Exception as e:
            print(json.dumps({"error": repr(e)}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
