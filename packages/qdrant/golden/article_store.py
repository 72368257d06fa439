"""What the article's Python class does with a Qdrant server, told as JSON on stdin and stdout.

Its packet is a dataclass of eight fields; a point's payload is exactly those, its id a random UUID. A payload becomes a
packet by handing all its keys to the class, which takes no other. Tasks: {"do": "write", ...} or {"do": "read", ...}.
"""

import json
import sys
import uuid
from dataclasses import asdict, dataclass, field

import msgpack
from qdrant_client import QdrantClient, models


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


def write(client: QdrantClient, task: dict) -> dict:
    name = task["collection"]
    if not client.collection_exists(name):
        size = len(task["vectors"][0])
        params = models.VectorParams(size=size, distance=models.Distance.COSINE)
        client.create_collection(name, vectors_config=params)
    packets = [OutcomePacket(**each) for each in task["packets"]]
    points = [
        models.PointStruct(id=str(uuid.uuid4()), vector=vector, payload=asdict(packet))
        for packet, vector in zip(packets, task["vectors"], strict=True)
    ]
    client.upsert(name, points=points, wait=True)
    return {"ids": [point.id for point in points], "packed": [packed(packet) for packet in packets]}


def read(client: QdrantClient, task: dict) -> dict:
    name = task["collection"]
    points, _ = client.scroll(name, limit=1000, with_payload=True)
    conditions = [
        models.FieldCondition(key="domain_tags", match=models.MatchAny(any=task["domain_filter"])),
        models.FieldCondition(key="confidence", range=models.Range(gte=task["min_confidence"])),
    ]
    found = client.query_points(
        name, query=task["query"], query_filter=models.Filter(must=conditions), limit=task["top_k"]
    )
    return {
        "packets": {str(point.id): asdict(OutcomePacket(**point.payload)) for point in points},
        "packed": {str(point.id): packed(OutcomePacket(**point.payload)) for point in points},
        "found": [str(point.id) for point in found.points],
    }


def packed(packet: OutcomePacket) -> str:
    """With the two floats as floats: JSON has one kind of number, and a whole one comes back as an int."""
    fields = asdict(packet)
    for name in ("confidence", "timestamp"):
        fields[name] = float(fields[name])
    return msgpack.packb(fields).hex()


task = json.load(sys.stdin)
client = QdrantClient(url=task["url"], check_compatibility=False)
json.dump({"write": write, "read": read}[task["do"]](client, task), sys.stdout)
