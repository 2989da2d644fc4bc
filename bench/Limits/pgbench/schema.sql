-- What a durable command comes down to: a record's state is replaced by a new one, and a row is added to a log.
DROP TABLE IF EXISTS record, log;

CREATE TABLE record
(
    id      integer NOT NULL PRIMARY KEY,
    version bigint  NOT NULL,
    state   bytea   NOT NULL
);

CREATE TABLE log
(
    position  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    record_id integer NOT NULL,
    body      bytea   NOT NULL
);

INSERT INTO record SELECT n, 1, convert_to(:'state', 'UTF8') FROM generate_series(1, :records) AS n;
