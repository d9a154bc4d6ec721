"""Appends and reads by the package `eventsourcing`: its recorder for PostgreSQL, without its aggregates and mappers, which
would only cost it more, and its settings as they come. Prints events a second, each the median of some turns."""

import json
import statistics
import sys
import time
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

EVENTS_A_STREAM = 140
TURNS = 5
SECONDS = 0.5
READ_AT_ONCE = 5_000


def payload(stream: int, number: int) -> bytes:
    """A statement as `casefeedback bench` makes them."""
    return json.dumps(
        {
            "aspect": "experienced", "child": "B-7K4Q-X2M9", "consentRuleVersion": 1, "cycle": "2025-2026",
            "guide": "barns-delaktighet-grundguide", "guideVersion": 1,
            "interview": f"i-2025-2026-barn-och-unga-myndighet-enhet-{stream}-barn-3",
            "statement": f"u-2025-2026-barn-och-unga-myndighet-enhet-{stream}-barn-3-nr-{number}", "text": {"protected": "personal"},
            "topic": "participation", "unit": f"barn-och-unga-myndighet-enhet-{stream}",
        },
        separators=(",", ":"),
    ).encode()


class Events:
    """One event after the other, in streams of a bounded length."""

    def __init__(self):
        self.stream, self.number, self.id = 0, 0, uuid4()

    def take(self, count: int) -> list:
        events = []
        for _ in range(count):
            if self.number == EVENTS_A_STREAM:
                self.stream, self.number, self.id = self.stream + 1, 0, uuid4()
            self.number += 1
            events.append(
                StoredEvent(
                    originator_id=self.id, originator_version=self.number, topic="statement-recorded",
                    state=payload(self.stream, self.number)))
        return events


def rate(turn) -> float:
    """The median of what a turn does in a second."""
    rates = []
    for _ in range(TURNS + 1):
        started, count = time.perf_counter(), 0
        while (elapsed := time.perf_counter() - started) < SECONDS:
            count += turn()
        rates.append(count / elapsed)
    return statistics.median(rates[1:])


def main() -> None:
    place = conninfo_to_dict(sys.argv[1]) | {"dbname": "casefeedback_peers"}
    datastore = PostgresDatastore(
        dbname=place["dbname"], host=place.get("host", ""), port=place.get("port", "5432"),
        user=place.get("user", ""), password=place.get("password", ""))
    recorder = PostgresApplicationRecorder(datastore, events_table_name="stored_events")
    recorder.create_table()
    events = Events()

    def append(count: int) -> int:
        recorder.insert_events(events.take(count))
        return count

    figures = {"append.single": rate(lambda: append(1)), "append.batch100": rate(lambda: append(100))}
    position = [1]

    def read() -> int:
        found = recorder.select_notifications(start=position[0], limit=READ_AT_ONCE)
        position[0] = found[-1].id + 1 if found else 1
        return len(found)

    # Enough to read from, also where little was appended.
    while recorder.max_notification_id() < 4 * READ_AT_ONCE:
        append(100)
    figures["read"] = rate(read)
    print(json.dumps(figures))
    datastore.close()


main()
