-- The event log. The tenant stands first in every key (rows are distributed by it in a distributed engine), nothing but
-- the locked head row decides order, and the table of events has few indexes: an append pays for each.

CREATE SCHEMA casefeedback;

CREATE TABLE casefeedback.schema_migrations (
    name       text        COLLATE "C" PRIMARY KEY,
    applied_at timestamptz NOT NULL
);

-- The revision of functions and privileges, which every `migrate` lays anew.
CREATE TABLE casefeedback.schema_state (
    only_row         boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    schema_revision  integer NOT NULL,
    program_version  text    NOT NULL
);

-- What the columns of a head row may hold. Domains, not checks of the table: every append updates that row, and a table's
-- checks are parsed and tried anew by each UPDATE, a tenth of an append of one event; a domain's when its column is set.
CREATE DOMAIN casefeedback.organisation_id AS text COLLATE "C" CHECK (VALUE ~ '^[a-z0-9-]{2,32}$');
CREATE DOMAIN casefeedback.log_kind AS text COLLATE "C" CHECK (VALUE IN ('cases', 'access'));
CREATE DOMAIN casefeedback.log_nature AS text COLLATE "C" CHECK (VALUE IN ('live', 'demonstration'));
CREATE DOMAIN casefeedback.log_head AS bigint CHECK (VALUE >= 0);

-- One row a log: its head, which an append locks first and advances last.
CREATE TABLE casefeedback.logs (
    organisation   casefeedback.organisation_id NOT NULL,
    log            casefeedback.log_kind        NOT NULL,
    nature         casefeedback.log_nature      NOT NULL,
    zone           text        COLLATE "C"      NOT NULL,
    head           casefeedback.log_head        NOT NULL,
    recorded_at    timestamptz                  NOT NULL,
    -- How far apart an operator accepted the clocks to be; cleared by the first append that finds them together again.
    clock_accepted interval,
    PRIMARY KEY (organisation, log)
) WITH (
    -- Versions of the row that an append left behind are cleared within its page, by the next ones.
    fillfactor = 50
);

CREATE TABLE casefeedback.events (
    organisation    text        COLLATE "C" NOT NULL,
    log             text        COLLATE "C" NOT NULL,
    position        bigint      NOT NULL CHECK (position > 0),
    recorded_at     timestamptz NOT NULL,
    stream          text        COLLATE "C" NOT NULL,
    version         bigint      NOT NULL CHECK (version > 0),
    event_id        uuid        NOT NULL,
    type            text        COLLATE "C" NOT NULL,
    schema_version  integer     NOT NULL CHECK (schema_version > 0),
    command_id      uuid        NOT NULL,
    ordinal         integer     NOT NULL CHECK (ordinal >= 0),
    occurred_on     date        NOT NULL,
    occurred_at     timestamptz,
    recorded_by     text        COLLATE "C" NOT NULL,
    actor_verified  boolean     NOT NULL,
    performed_by    text        COLLATE "C",
    role            text        COLLATE "C" NOT NULL,
    ground          text        COLLATE "C" NOT NULL,
    causation_id    uuid,
    correlation_id  uuid,
    secrecy         text        COLLATE "C" NOT NULL,
    retention_class text        COLLATE "C" NOT NULL,
    program_version text        COLLATE "C" NOT NULL,
    -- Canonical JSON as bytes, never jsonb: it would be parsed and rendered anew, and its bytes would not be ours to hash.
    provenance      bytea,
    payload         bytea       NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (organisation, log, position),
    CONSTRAINT one_event_per_stream_version UNIQUE (organisation, log, stream, version),
    CONSTRAINT event_at_most_60_kib CHECK (
        octet_length(payload) + coalesce(octet_length(provenance), 0) + octet_length(stream) + octet_length(recorded_by)
        + coalesce(octet_length(performed_by), 0) + octet_length(role) + octet_length(ground) <= 61440)
);

-- Free text never stands in a payload: it can be erased without touching the event.
CREATE TABLE casefeedback.protected_texts (
    organisation text   COLLATE "C" NOT NULL,
    log          text   COLLATE "C" NOT NULL,
    position     bigint NOT NULL,
    field        text   COLLATE "C" NOT NULL,
    secrecy      text   COLLATE "C" NOT NULL,
    subject      text   COLLATE "C" NOT NULL,
    -- Absent until keys exist: the value is UTF-8 then, ciphertext afterwards.
    key_id       text   COLLATE "C",
    value        bytea  NOT NULL,
    PRIMARY KEY (organisation, log, position, field)
);

-- Under which words an event is found again: a pure function of the event.
CREATE TABLE casefeedback.tags (
    organisation text   COLLATE "C" NOT NULL,
    log          text   COLLATE "C" NOT NULL,
    tag          text   COLLATE "C" NOT NULL,
    position     bigint NOT NULL,
    PRIMARY KEY (organisation, log, tag, position)
);

-- Every accepted command, for ever: a retry gets its first answer. Per tenant, not per log.
CREATE TABLE casefeedback.commands (
    organisation   text   COLLATE "C" NOT NULL,
    command_id     uuid   NOT NULL,
    log            text   COLLATE "C" NOT NULL,
    fingerprint    bytea  NOT NULL CHECK (octet_length(fingerprint) = 32),
    recorded_by    text   COLLATE "C" NOT NULL,
    first_position bigint NOT NULL,
    last_position  bigint NOT NULL,
    PRIMARY KEY (organisation, command_id)
);
