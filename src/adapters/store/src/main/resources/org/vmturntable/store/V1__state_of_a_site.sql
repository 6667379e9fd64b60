-- Plain SQL that H2 and PostgreSQL both read. Times are with time zone, to the microsecond; amounts are in the unit that the
-- column's name ends with.

CREATE TABLE lightpath (
    id               UUID PRIMARY KEY,
    use_id           UUID NOT NULL,
    reservation      UUID NOT NULL,
    vm               UUID NOT NULL,
    end_a            VARCHAR(128) NOT NULL,
    end_b            VARCHAR(128) NOT NULL,
    bandwidth_bps    BIGINT NOT NULL,
    window_from      TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    window_until     TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    presenter_site   VARCHAR(63) NOT NULL,
    presenter_key    CHAR(64) NOT NULL,
    ports            VARCHAR(8000) NOT NULL,
    label            INTEGER NOT NULL,
    round_trip_nanos BIGINT NOT NULL,
    state            VARCHAR(32) NOT NULL,
    since            TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    note             VARCHAR(8000) NOT NULL,
    revision         BIGINT NOT NULL,
    created          TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX lightpath_by_reservation ON lightpath (reservation);
CREATE INDEX lightpath_by_state ON lightpath (state);
CREATE INDEX lightpath_by_age ON lightpath (created);

CREATE TABLE attachment (
    vm      UUID PRIMARY KEY,
    mac     VARCHAR(17) NOT NULL,
    address VARCHAR(45) NOT NULL,
    site    VARCHAR(63) NOT NULL,
    epoch   BIGINT NOT NULL
);

CREATE TABLE subscription (
    id              UUID PRIMARY KEY,
    producer        VARCHAR(256) NOT NULL,
    address         VARCHAR(2000) NOT NULL,
    parameters      VARCHAR(8000) NOT NULL,
    topic_namespace VARCHAR(256) NOT NULL,
    topic_path      VARCHAR(256) NOT NULL,
    created         TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    ends            TIMESTAMP(6) WITH TIME ZONE,
    delivered       BIGINT NOT NULL
);
