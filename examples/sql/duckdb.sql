-- The ledgers of one or many companies in DuckDB, from what `huikuan export csv` writes, one directory a company:
--
--     huikuan -C ledgers/north export csv out/north --as-of 2026-11-30
--     huikuan -C ledgers/south export csv out/south --as-of 2026-11-30
--     cd out && duckdb ar.duckdb < …/examples/sql/duckdb.sql
--
-- `company` is the directory's name. Run it again after another export: everything is loaded anew.

CREATE OR REPLACE TABLE about AS
SELECT parse_path(filename)[-2] AS company, * EXCLUDE (filename) FROM read_csv('*/about.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    filename = true, columns = {
    'ledger': 'VARCHAR', 'currency': 'VARCHAR', 'as_of': 'DATE', 'huikuan': 'VARCHAR'
});

CREATE OR REPLACE TABLE tiers AS
SELECT parse_path(filename)[-2] AS company, * EXCLUDE (filename) FROM read_csv('*/tiers.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    filename = true, columns = {
    'tier_no': 'BIGINT', 'tier': 'VARCHAR', 'label': 'VARCHAR', 'from_days': 'BIGINT', 'to_days': 'BIGINT'
});

CREATE OR REPLACE TABLE customers AS
SELECT parse_path(filename)[-2] AS company, * EXCLUDE (filename) FROM read_csv('*/customers.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    filename = true, columns = {
    'customer': 'VARCHAR', 'name': 'VARCHAR', 'customer_group': 'VARCHAR', 'kind': 'VARCHAR', 'rep': 'VARCHAR', 'rep_name': 'VARCHAR',
    'team': 'VARCHAR', 'grade': 'VARCHAR', 'credit_limit': 'DECIMAL(20, 2)', 'pay_day': 'BIGINT', 'tags': 'VARCHAR'
});

CREATE OR REPLACE TABLE contracts AS
SELECT parse_path(filename)[-2] AS company, * EXCLUDE (filename) FROM read_csv('*/contracts.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    filename = true, columns = {
    'contract': 'VARCHAR', 'customer': 'VARCHAR', 'customer_name': 'VARCHAR', 'project': 'VARCHAR', 'signed': 'DATE', 'amount': 'DECIMAL(20, 2)',
    'framework': 'BIGINT', 'category': 'VARCHAR', 'is_key': 'BIGINT', 'rep': 'VARCHAR', 'rep_name': 'VARCHAR', 'team': 'VARCHAR', 'tags': 'VARCHAR'
});

CREATE OR REPLACE TABLE positions AS
SELECT parse_path(filename)[-2] AS company, * EXCLUDE (filename) FROM read_csv('*/positions.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    filename = true, columns = {
    'position': 'BIGINT', 'customer': 'VARCHAR', 'customer_name': 'VARCHAR', 'contract': 'VARCHAR', 'project': 'VARCHAR', 'milestone': 'VARCHAR',
    'category': 'VARCHAR', 'rep': 'VARCHAR', 'rep_name': 'VARCHAR', 'team': 'VARCHAR', 'state': 'VARCHAR', 'due': 'DATE', 'original_due': 'DATE',
    'billed_on': 'DATE', 'receivable_since': 'DATE', 'days': 'BIGINT', 'tier_no': 'BIGINT', 'tier': 'VARCHAR', 'amount': 'DECIMAL(20, 2)',
    'paid': 'DECIMAL(20, 2)', 'deducted': 'DECIMAL(20, 2)', 'written_off': 'DECIMAL(20, 2)', 'recovered': 'DECIMAL(20, 2)',
    'outstanding': 'DECIMAL(20, 2)', 'disputed': 'DECIMAL(20, 2)', 'last_receipt': 'DATE', 'reschedules': 'BIGINT'
});

CREATE OR REPLACE TABLE entries AS
SELECT parse_path(filename)[-2] AS company, * EXCLUDE (filename) FROM read_csv('*/entries.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    filename = true, columns = {
    'entry': 'VARCHAR', 'line': 'BIGINT', 'date': 'DATE', 'kind': 'VARCHAR', 'standing': 'VARCHAR', 'voided_by': 'VARCHAR', 'customer': 'VARCHAR',
    'customer_name': 'VARCHAR', 'contract': 'VARCHAR', 'project': 'VARCHAR', 'milestone': 'VARCHAR', 'amount': 'DECIMAL(20, 2)', 'due': 'DATE',
    'ref': 'VARCHAR', 'proof': 'VARCHAR', 'party': 'VARCHAR', 'detail': 'VARCHAR', 'written_by': 'VARCHAR', 'note': 'VARCHAR', 'rep': 'VARCHAR',
    'rep_name': 'VARCHAR', 'team': 'VARCHAR', 'refunded': 'DECIMAL(20, 2)', 'applied': 'DECIMAL(20, 2)', 'unapplied': 'DECIMAL(20, 2)',
    'effect': 'VARCHAR'
});

CREATE OR REPLACE TABLE allocations AS
SELECT parse_path(filename)[-2] AS company, * EXCLUDE (filename) FROM read_csv('*/allocations.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    filename = true, columns = {
    'entry': 'VARCHAR', 'kind': 'VARCHAR', 'entry_date': 'DATE', 'date': 'DATE', 'position': 'BIGINT', 'customer': 'VARCHAR',
    'customer_name': 'VARCHAR', 'contract': 'VARCHAR', 'milestone': 'VARCHAR', 'applied': 'VARCHAR', 'amount': 'DECIMAL(20, 2)', 'due': 'DATE',
    'days_late': 'BIGINT'
});

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
SELECT company, date_trunc('month', date) AS month, count(*) FILTER (WHERE kind = 'receipt') AS receipts,
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
