"""Confluent's Python clients as Debian packages them, unchanged. Prints one JSON object."""
import json
import sys

from confluent_kafka import avro
from confluent_kafka.avro import AvroConsumer, AvroProducer, CachedSchemaRegistryClient
from confluent_kafka.avro.error import ClientError

V1 = '{"type":"record","name":"Visit","fields":[{"name":"who","type":"string"}]}'
V2 = ('{"type":"record","name":"Visit","fields":[{"name":"who","type":"string"},'
      '{"name":"times","type":"int","default":1}]}')
BROKEN = '{"type":"record","name":"Visit","fields":[{"name":"who","type":"int"}]}'


def client(url, subject):
    registry = CachedSchemaRegistryClient({"url": url})
    first, second, broken = avro.loads(V1), avro.loads(V2), avro.loads(BROKEN)
    found = {"missing": registry.get_latest_schema(subject)[0], "unknown": registry.get_by_id(4711)}
    found["first"] = registry.register(subject, first)
    found["compatible"] = registry.test_compatibility(subject, second)
    found["incompatible"] = registry.test_compatibility(subject, broken)
    found["second"] = registry.register(subject, second)
    fresh = CachedSchemaRegistryClient({"url": url})
    found["again"] = fresh.register(subject, avro.loads(V1))
    found["checked"] = CachedSchemaRegistryClient({"url": url}).check_registration(subject, avro.loads(V2))
    found["by_id"] = str(CachedSchemaRegistryClient({"url": url}).get_by_id(found["first"])) == str(first)
    found["latest"] = fresh.get_latest_schema(subject)[2]
    found["by_version"] = fresh.get_by_version(subject, 1)[0] == found["first"]
    found["version"] = fresh.get_version(subject, avro.loads(V2))
    found["level"] = fresh.get_compatibility()
    found["set"] = fresh.update_compatibility("FULL", subject)
    found["get"] = fresh.get_compatibility(subject)
    try:
        CachedSchemaRegistryClient({"url": url}).register(subject, broken)
        found["refused"] = False
    except ClientError as e:
        found["refused"] = "Incompatible" in str(e)
    found["deleted"] = fresh.delete_subject(subject)
    return found


def send(url, brokers, topic):
    producer = AvroProducer({"bootstrap.servers": brokers, "schema.registry.url": url},
                            default_value_schema=avro.loads(V1))
    for i in range(5):
        producer.produce(topic=topic, value={"who": "p%d" % i})
    producer.produce(topic=topic, value={"who": "late", "times": 7}, value_schema=avro.loads(V2))
    return {"left": producer.flush(30)}


def register(url, subject):
    return {"id": CachedSchemaRegistryClient({"url": url}).register(subject, avro.loads(V2))}


def receive(url, brokers, topic, count):
    consumer = AvroConsumer({"bootstrap.servers": brokers, "schema.registry.url": url, "group.id": "python",
                             "auto.offset.reset": "earliest"})
    consumer.subscribe([topic])
    values = []
    for _ in range(60):
        message = consumer.poll(1)
        if message is not None:
            if message.error():
                raise RuntimeError(message.error())
            values.append(message.value())
        if len(values) == int(count):
            break
    consumer.close()
    return {"values": values}


if __name__ == "__main__":
    print(json.dumps({"client": client, "send": send, "register": register, "receive": receive}[sys.argv[1]](*sys.argv[2:])))
