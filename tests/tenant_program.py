"""A customer's own program for the driver `command`: a tenant in a file, and every way to misbehave.

python -m tests.tenant_program STATE [HOW]   reads the request on standard input, keeps the tenant in the file STATE
"""

import json
import os
import sys
import time
from pathlib import Path

STATE, HOW = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""
request = json.loads(sys.stdin.read())
tenant = json.loads(STATE.read_text())
tenant["log"].append(request["action"])
tenant["saw"] = sorted(os.environ)

shown = tenant["connection"]
if request["action"] == "ask-deletion":
    shown["status"] = "deletion in progress"
elif request["action"] == "authorise-production":
    shown = {"environment": "production", "org_id": request["production_org"], "status": "connected"}
elif shown is not None and shown["status"] != "connected":
    tenant["looks"] -= 1
    shown = shown if tenant["looks"] >= 0 else None
tenant["connection"] = shown
STATE.write_text(json.dumps(tenant))

if HOW.startswith(f"{request['action']}:"):
    fault = HOW.partition(":")[2]
    if fault == "hangs":
        time.sleep(600)
    if fault == "dies":
        sys.exit(7)
    if fault == "killed":
        os.kill(os.getpid(), 9)
    print(
        {"nonsense": "<html>", "silent": "", "lies": json.dumps({"tenant": "Somebody Else", "connection": None})}[fault]
    )
    sys.exit(0)
print(json.dumps({"tenant": request["tenant"], "connection": shown}))
