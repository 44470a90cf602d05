"""A reactor for roundup: it tells deflect of each new issue, signed as standardwebhooks.com says.

It belongs into the tracker's detectors/, and needs deflect_url and deflect_secret in detectors/config.ini.
"""

import base64
import hashlib
import hmac
import json
import logging
import time
import urllib.request

log = logging.getLogger("roundup.deflect")
SECONDS = 2


def init(db):
    db.issue.react("create", tell_deflect)


def tell_deflect(db, cl, nodeid, oldvalues):
    """Send the issue as a ticket record. A call that fails never keeps the issue from being opened."""
    try:
        url, secret = db.config.detectors["DEFLECT_URL"], db.config.detectors["DEFLECT_SECRET"]
        body = json.dumps(record_of(db, nodeid)).encode()
        request = urllib.request.Request(url, body, signed(secret, "roundup-created-" + nodeid, body), method="POST")
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            answer.read(65536)
    except Exception as error:
        log.warning("deflect was not told of issue %s: %s", nodeid, type(error).__name__)


def record_of(db, nodeid):
    """The issue with its first message, for nothing is committed yet and deflect could not ask for it."""
    issue = db.issue.getnode(nodeid)
    when = issue.creation.pretty("%Y-%m-%dT%H:%M:%SZ")
    texts = [db.msg.get(each, "content") for each in issue.messages]
    messages = [{"author": "customer", "created_at": when, "format": "text", "body": text} for text in texts]
    return {"id": nodeid, "subject": issue.title, "created_at": when, "messages": messages}


def signed(secret, name, body):
    """The headers that prove who calls."""
    key = base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()
    moment = str(int(time.time()))
    digest = hmac.new(key, name.encode() + b"." + moment.encode() + b"." + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": moment,
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }
