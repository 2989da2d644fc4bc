\set id random(1, :records)
BEGIN;
UPDATE record SET version = version + 1, state = convert_to(:state, 'UTF8') WHERE id = :id;
INSERT INTO log (record_id, body) VALUES (:id, convert_to(:body, 'UTF8'));
END;
