-- Where the rows of a bulk append wait until the head is locked: of this transaction, seen by nobody else, and without the
-- write-ahead log. Numbers are from 1; offsets count from what is there when the head is locked.
DO $$
BEGIN
    CREATE TEMPORARY TABLE staged_streams (
        number          integer,
        stream          text COLLATE "C",
        -- The version that the stream must have, and the command that says so with the version that it would find.
        required        bigint,
        required_by     integer,
        required_offset bigint,
        base            bigint
    ) ON COMMIT DROP;
    CREATE TEMPORARY TABLE staged_commands (
        number       integer,
        command_id   uuid,
        fingerprint  bytea,
        recorded_by  text COLLATE "C",
        first_offset bigint,
        last_offset  bigint
    ) ON COMMIT DROP;
    CREATE TEMPORARY TABLE staged_events (
        number          bigint,
        command         integer,
        stream          integer,
        version_offset  bigint,
        event_id        uuid,
        type            text COLLATE "C",
        schema_version  integer,
        command_id      uuid,
        ordinal         integer,
        occurred_on     date,
        occurred_at     timestamptz,
        recorded_by     text COLLATE "C",
        actor_verified  boolean,
        performed_by    text COLLATE "C",
        role            text COLLATE "C",
        ground          text COLLATE "C",
        causation_id    uuid,
        correlation_id  uuid,
        secrecy         text COLLATE "C",
        retention_class text COLLATE "C",
        provenance      bytea,
        payload         bytea
    ) ON COMMIT DROP;
    CREATE TEMPORARY TABLE staged_tags (
        number bigint,
        tag    text COLLATE "C"
    ) ON COMMIT DROP;
    CREATE TEMPORARY TABLE staged_texts (
        number  bigint,
        field   text COLLATE "C",
        secrecy text COLLATE "C",
        subject text COLLATE "C",
        key_id  text COLLATE "C",
        value   bytea
    ) ON COMMIT DROP;
END
$$;
