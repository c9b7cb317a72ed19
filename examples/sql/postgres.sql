-- The ledgers of one or many companies in PostgreSQL, from what `huikuan export csv` writes, one company a call:
--
--     huikuan export csv out --as-of 2026-11-30
--     psql ar -v company=north -v dir=out -f examples/sql/postgres.sql
--
-- The first call makes tables and views. Another call for the same company loads it anew; other companies stay.

\set ON_ERROR_STOP on
SET client_min_messages = warning;
BEGIN;

CREATE TABLE IF NOT EXISTS about (
    company text, ledger text, currency text, as_of date, huikuan text
);
CREATE TABLE IF NOT EXISTS tiers (
    company text, tier_no bigint, tier text, label text, from_days bigint, to_days bigint
);
CREATE TABLE IF NOT EXISTS customers (
    company text, customer text, name text, customer_group text, kind text, rep text, rep_name text, team text, grade text,
    credit_limit numeric(20, 2), pay_day bigint, tags text
);
CREATE TABLE IF NOT EXISTS contracts (
    company text, contract text, customer text, customer_name text, project text, signed date, amount numeric(20, 2), framework bigint,
    category text, is_key bigint, rep text, rep_name text, team text, tags text
);
CREATE TABLE IF NOT EXISTS positions (
    company text, position bigint, customer text, customer_name text, contract text, project text, milestone text, category text, rep text,
    rep_name text, team text, state text, due date, original_due date, billed_on date, receivable_since date, days bigint, tier_no bigint, tier text,
    amount numeric(20, 2), paid numeric(20, 2), deducted numeric(20, 2), written_off numeric(20, 2), recovered numeric(20, 2),
    outstanding numeric(20, 2), disputed numeric(20, 2), last_receipt date, reschedules bigint
);
CREATE TABLE IF NOT EXISTS entries (
    company text, entry text, line bigint, date date, kind text, standing text, voided_by text, customer text, customer_name text, contract text,
    project text, milestone text, amount numeric(20, 2), due date, ref text, proof text, party text, detail text, written_by text, note text,
    rep text, rep_name text, team text, refunded numeric(20, 2), applied numeric(20, 2), unapplied numeric(20, 2), effect text
);
CREATE TABLE IF NOT EXISTS allocations (
    company text, entry text, kind text, entry_date date, date date, position bigint, customer text, customer_name text, contract text,
    milestone text, applied text, amount numeric(20, 2), due date, days_late bigint
);
CREATE INDEX IF NOT EXISTS positions_by_customer ON positions (company, customer);
CREATE INDEX IF NOT EXISTS entries_by_customer ON entries (company, customer);

DELETE FROM about WHERE company = :'company';
ALTER TABLE about ALTER company SET DEFAULT :'company';
DELETE FROM tiers WHERE company = :'company';
ALTER TABLE tiers ALTER company SET DEFAULT :'company';
DELETE FROM customers WHERE company = :'company';
ALTER TABLE customers ALTER company SET DEFAULT :'company';
DELETE FROM contracts WHERE company = :'company';
ALTER TABLE contracts ALTER company SET DEFAULT :'company';
DELETE FROM positions WHERE company = :'company';
ALTER TABLE positions ALTER company SET DEFAULT :'company';
DELETE FROM entries WHERE company = :'company';
ALTER TABLE entries ALTER company SET DEFAULT :'company';
DELETE FROM allocations WHERE company = :'company';
ALTER TABLE allocations ALTER company SET DEFAULT :'company';

\cd :dir
\copy about (ledger, currency, as_of, huikuan) FROM 'about.csv' WITH (FORMAT csv, HEADER true)
\copy tiers (tier_no, tier, label, from_days, to_days) FROM 'tiers.csv' WITH (FORMAT csv, HEADER true)
\copy customers (customer, name, customer_group, kind, rep, rep_name, team, grade, credit_limit, pay_day, tags) FROM 'customers.csv' WITH (FORMAT csv, HEADER true)
\copy contracts (contract, customer, customer_name, project, signed, amount, framework, category, is_key, rep, rep_name, team, tags) FROM 'contracts.csv' WITH (FORMAT csv, HEADER true)
\copy positions (position, customer, customer_name, contract, project, milestone, category, rep, rep_name, team, state, due, original_due, billed_on, receivable_since, days, tier_no, tier, amount, paid, deducted, written_off, recovered, outstanding, disputed, last_receipt, reschedules) FROM 'positions.csv' WITH (FORMAT csv, HEADER true)
\copy entries (entry, line, date, kind, standing, voided_by, customer, customer_name, contract, project, milestone, amount, due, ref, proof, party, detail, written_by, note, rep, rep_name, team, refunded, applied, unapplied, effect) FROM 'entries.csv' WITH (FORMAT csv, HEADER true)
\copy allocations (entry, kind, entry_date, date, position, customer, customer_name, contract, milestone, applied, amount, due, days_late) FROM 'allocations.csv' WITH (FORMAT csv, HEADER true)

CREATE OR REPLACE VIEW aging AS
SELECT t.company, t.tier_no, t.tier, t.label, t.from_days, t.to_days, count(p.position) AS positions,
       coalesce(sum(p.outstanding), 0) AS outstanding, coalesce(sum(p.disputed), 0) AS disputed
FROM tiers t LEFT JOIN positions p ON p.company = t.company AND p.tier_no = t.tier_no
GROUP BY t.company, t.tier_no, t.tier, t.label, t.from_days, t.to_days
ORDER BY t.company, t.tier_no;

CREATE OR REPLACE VIEW aging_by_customer AS
SELECT c.company, c.customer, c.name,
       coalesce(p.not_due, 0) AS not_due, coalesce(p.overdue, 0) AS overdue, coalesce(p.outstanding, 0) AS outstanding,
       coalesce(p.disputed, 0) AS disputed, coalesce(p.unscheduled, 0) AS unscheduled, coalesce(p.prepaid, 0) AS prepaid,
       coalesce(u.unapplied, 0) AS unapplied, p.oldest_days
FROM customers c
LEFT JOIN (
    SELECT company, customer,
           sum(outstanding) FILTER (WHERE state = 'not-due') AS not_due,
           sum(outstanding) FILTER (WHERE state = 'overdue') AS overdue,
           sum(outstanding) FILTER (WHERE state <> 'waiting') AS outstanding,
           sum(disputed) FILTER (WHERE state <> 'waiting') AS disputed,
           sum(outstanding) FILTER (WHERE state = 'waiting') AS unscheduled,
           sum(paid + deducted) FILTER (WHERE state = 'waiting') AS prepaid,
           max(days) FILTER (WHERE tier_no > 0) AS oldest_days
    FROM positions GROUP BY company, customer
) p ON p.company = c.company AND p.customer = c.customer
LEFT JOIN (SELECT company, customer, sum(unapplied) AS unapplied FROM entries GROUP BY company, customer) u
    ON u.company = c.company AND u.customer = c.customer
WHERE coalesce(p.outstanding, 0) + coalesce(p.unscheduled, 0) + coalesce(p.prepaid, 0) + coalesce(u.unapplied, 0) > 0
ORDER BY c.company, p.oldest_days DESC NULLS LAST, p.outstanding DESC NULLS LAST, c.customer;

CREATE OR REPLACE VIEW overdue AS
SELECT company, customer, customer_name, contract, project, milestone, rep_name, due, days, tier, outstanding, disputed
FROM positions WHERE state = 'overdue'
ORDER BY company, days DESC, outstanding DESC, position;

CREATE OR REPLACE VIEW unapplied AS
SELECT company, customer, customer_name, contract, entry, date, kind, amount, unapplied
FROM entries WHERE unapplied > 0
ORDER BY company, date, entry;

CREATE OR REPLACE VIEW receipts_by_month AS
SELECT company, date_trunc('month', date)::date AS month, count(*) FILTER (WHERE kind = 'receipt') AS receipts,
       coalesce(sum(amount) FILTER (WHERE kind = 'receipt'), 0) AS received, coalesce(sum(amount) FILTER (WHERE kind = 'refund'), 0) AS refunded
FROM entries WHERE standing = 'counts' AND kind IN ('receipt', 'refund')
GROUP BY 1, 2 ORDER BY 1, 2;

-- All companies on one line each: what a group looks at first.
CREATE OR REPLACE VIEW companies AS
SELECT a.company, a.ledger, a.currency, a.as_of,
       coalesce(sum(p.outstanding) FILTER (WHERE p.state <> 'waiting'), 0) AS outstanding,
       coalesce(sum(p.outstanding) FILTER (WHERE p.state = 'overdue'), 0) AS overdue,
       coalesce(max(p.days) FILTER (WHERE p.tier_no > 0), 0) AS oldest_days
FROM about a LEFT JOIN positions p ON p.company = a.company
GROUP BY a.company, a.ledger, a.currency, a.as_of
ORDER BY overdue DESC, a.company;

COMMIT;
