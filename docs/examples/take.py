"""Takes records from `brine worker` (sink of type command, answers: line): a JSON line in, an answer out."""
import json
import sys

for line in sys.stdin:
    record = json.loads(line)
    print(record["key"], record["payload"], file=sys.stderr)
    print("ok", flush=True)
