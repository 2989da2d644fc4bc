\set id random(1, :records)
WITH changed AS (UPDATE record SET version = version + 1, state = convert_to(:state, 'UTF8') WHERE id = :id RETURNING id) INSERT INTO log (record_id, body) SELECT id, convert_to(:body, 'UTF8') FROM changed;
