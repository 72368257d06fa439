"""Writes packets.json: packets, their bytes by Python's msgpack, and their ids computed independently."""

import hashlib
import json
import uuid
from dataclasses import asdict, dataclass, field

import msgpack


@dataclass
class OutcomePacket:
    problem_description: str
    outcome_type: str
    confidence: float
    delta_summary: str
    domain_tags: list = field(default_factory=list)
    timestamp: float = 0.0
    agent_id: str = ""
    ttl: int = 3600


def packet_id(packet: dict, replies: list[str]) -> str:
    identity = [
        "qis/packet-id/1",
        packet["agent_id"].split("#", 1)[0],
        packet["problem_description"],
        packet["outcome_type"],
        packet["delta_summary"],
        sorted(replies),
    ]
    raw = bytearray(hashlib.sha256(msgpack.packb(identity)).digest()[:16])
    raw[6] = raw[6] & 0x0F | 0x80
    raw[8] = raw[8] & 0x3F | 0x80
    return str(uuid.UUID(bytes=bytes(raw)))


CASES = {
    "plain": (OutcomePacket("TLS handshake fails after renewal", "resolved", 0.9, "Served the full chain.", ["tls", "nginx"], 1763900000.123456, "claude-code-3fa9c1#b2d4e0", 2592000), []),
    "defaults": (OutcomePacket("p", "open", 0.0, "", [], 0.0, "", 3600), []),
    "whole floats": (OutcomePacket("p", "partial", 1.0, "s", ["a"], 1763900000.0, "agent", 1), []),
    "longest ttl": (OutcomePacket("p", "contradicted", 0.1 + 0.2, "s", [], 1.5, "v#s", 31536000), []),
    "small ttl boundaries 127": (OutcomePacket("p", "resolved", 0.5, "s", [], 1.5, "v", 127), []),
    "ttl 128": (OutcomePacket("p", "resolved", 0.5, "s", [], 1.5, "v", 128), []),
    "ttl 256": (OutcomePacket("p", "resolved", 0.5, "s", [], 1.5, "v", 256), []),
    "ttl 65536": (OutcomePacket("p", "resolved", 0.5, "s", [], 1.5, "v", 65536), []),
    "31 and 32 bytes": (OutcomePacket("x" * 31, "resolved", 0.5, "y" * 32, ["z" * 31, "z" * 32], 1.5, "v", 60), []),
    "unicode": (OutcomePacket("Umlaut: Müßiggang, 漢字, עברית", "resolved", 0.25, "👩‍👩‍👧 🏴󠁧󠁢󠁳󠁣󠁴󠁿 ok", ["größe", "日本"], 1763900000.5, "エージェント#1", 86400), []),
    "sixteen tags": (OutcomePacket("p", "resolved", 0.5, "s", [f"t{i}" for i in range(16)], 1.5, "v", 60), []),
    "one reply": (OutcomePacket("p", "resolved", 0.5, "s", [], 1.5, "v#1", 60), ["6f1d2c3b-4a59-4e68-8f77-0123456789ab"]),
    "four replies": (OutcomePacket("p", "contradicted", 0.5, "s", [], 1.5, "v#2", 60), ["ffffffff-ffff-4fff-bfff-ffffffffffff", "00000000-0000-4000-8000-000000000001", "6f1d2c3b-4a59-4e68-8f77-0123456789ab", "12345678-90ab-8cde-9f01-234567890abc"]),
}

golden = []
for name, (packet, replies) in CASES.items():
    fields = asdict(packet)
    wire = dict(fields)
    if replies:
        fields["in_reply_to"] = replies
        wire["in_reply_to"] = [uuid.UUID(reply).bytes for reply in replies]
    shuffled = dict(reversed(wire.items()))
    shuffled["unknown"] = {"nested": [1, None, b"\x00"]}
    golden.append(
        {
            "name": name,
            "packet": fields,
            "as_python": msgpack.packb(wire).hex(),
            "other_order": msgpack.packb(shuffled).hex(),
            "id": packet_id(fields, replies),
        }
    )
print(json.dumps(golden, indent=1, ensure_ascii=False))
