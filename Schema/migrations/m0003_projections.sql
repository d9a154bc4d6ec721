-- Where every projection stands, and what it has folded. `generation` follows the tenant in every key: a rebuild writes
-- the next one beside the one that is served, and the pointer decides which is read.

CREATE TABLE casefeedback.projection_pointers (
    organisation text    COLLATE "C" NOT NULL,
    projection   text    COLLATE "C" NOT NULL,
    generation   integer NOT NULL CHECK (generation > 0),
    PRIMARY KEY (organisation, projection)
);

CREATE TABLE casefeedback.projection_checkpoints (
    organisation text    COLLATE "C" NOT NULL,
    generation   integer NOT NULL,
    projection   text    COLLATE "C" NOT NULL,
    log          text    COLLATE "C" NOT NULL,
    revision     integer NOT NULL,
    position     bigint  NOT NULL CHECK (position >= 0),
    -- standing: its rows are the fold of the log up to `position`; followed, and read by programs of its revision.
    -- folding: a rebuild has come to `position` with its states, its rows are not written yet. comparing: they are, and
    -- the rebuild compares and takes over. scratch: made to be compared and thrown away. leaving: being removed.
    stage        text    COLLATE "C" NOT NULL
        CHECK (stage IN ('standing', 'folding', 'comparing', 'scratch', 'leaving')),
    -- The release that made it: what to start where rows of its revision are wanted again.
    program_version text NOT NULL,
    -- Why it stands still, before which event, as a sentence in English; absent while it moves.
    failure      text,
    PRIMARY KEY (organisation, generation, projection, log)
);

-- The keyed states of the folds, as canonical JSON: following goes on from them without reading history.
CREATE TABLE casefeedback.projection_states (
    organisation text    COLLATE "C" NOT NULL,
    generation   integer NOT NULL,
    projection   text    COLLATE "C" NOT NULL,
    key          text    COLLATE "C" NOT NULL,
    state        bytea   NOT NULL,
    PRIMARY KEY (organisation, generation, projection, key)
);

CREATE TABLE casefeedback.annual_wheel (
    organisation        text    COLLATE "C" NOT NULL,
    generation          integer NOT NULL,
    cycle               text    COLLATE "C" NOT NULL,
    unit                text    COLLATE "C" NOT NULL,
    unit_label          text    NOT NULL,
    committee           text    COLLATE "C",
    phase               text    COLLATE "C" NOT NULL,
    phase_since         date    NOT NULL,
    selected            integer NOT NULL,
    held                integer NOT NULL,
    interrupted         integer NOT NULL,
    declined_by_child   integer NOT NULL,
    refused_by_guardian integer NOT NULL,
    no_reply            integer NOT NULL,
    cancelled           integer NOT NULL,
    withdrawn           integer NOT NULL,
    pending             integer NOT NULL,
    missing             text[]  NOT NULL,
    -- The whole row as canonical JSON, with planned dates and breaches: what answers are made of.
    row                 bytea   NOT NULL,
    PRIMARY KEY (organisation, generation, cycle, unit),
    CONSTRAINT every_selected_child_has_one_outcome CHECK (
        selected = held + interrupted + declined_by_child + refused_by_guardian + no_reply + cancelled + withdrawn + pending)
);

CREATE TABLE casefeedback.report_matrix (
    organisation text     COLLATE "C" NOT NULL,
    generation   integer  NOT NULL,
    cycle        text     COLLATE "C" NOT NULL,
    unit         text     COLLATE "C" NOT NULL,
    topic        text     COLLATE "C" NOT NULL,
    aspect       text     COLLATE "C" NOT NULL,
    "column"     text     COLLATE "C" NOT NULL,
    -- Where the cell's text stands; absent while nobody has written it.
    text_position bigint,
    text_field    text    COLLATE "C",
    -- The positions that the cell came from, ascending.
    sources      bigint[] NOT NULL,
    PRIMARY KEY (organisation, generation, cycle, unit, topic, aspect, "column")
);

-- No sentence and no copy of an event: what a reader filters by. The sentence is made from the event at the edge.
CREATE TABLE casefeedback.audit_trail (
    organisation text        COLLATE "C" NOT NULL,
    generation   integer     NOT NULL,
    position     bigint      NOT NULL,
    type         text        COLLATE "C" NOT NULL,
    recorded_at  timestamptz NOT NULL,
    occurred_on  date        NOT NULL,
    actor        text        COLLATE "C" NOT NULL,
    performed_by text        COLLATE "C",
    PRIMARY KEY (organisation, generation, position)
);
