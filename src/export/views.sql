-- Amounts are whole cents in the tables; views show them with two decimals, as text.

CREATE VIEW aging AS
SELECT t.tier, t.label, t.from_days, t.to_days, count(p.position) AS positions,
       printf('%d.%02d', coalesce(sum(p.outstanding_cents), 0) / 100, coalesce(sum(p.outstanding_cents), 0) % 100) AS outstanding,
       printf('%d.%02d', coalesce(sum(p.disputed_cents), 0) / 100, coalesce(sum(p.disputed_cents), 0) % 100) AS disputed
FROM tiers t LEFT JOIN positions p ON p.tier_no = t.tier_no
GROUP BY t.tier_no ORDER BY t.tier_no;

CREATE VIEW customer_figures AS
SELECT c.customer, c.name,
       coalesce(p.not_due, 0) AS not_due_cents, coalesce(p.overdue, 0) AS overdue_cents,
       coalesce(p.outstanding, 0) AS outstanding_cents, coalesce(p.disputed, 0) AS disputed_cents,
       coalesce(p.unscheduled, 0) AS unscheduled_cents, coalesce(p.prepaid, 0) AS prepaid_cents,
       coalesce(u.unapplied, 0) AS unapplied_cents, p.oldest_days
FROM customers c
LEFT JOIN (
    SELECT customer,
           sum(outstanding_cents) FILTER (WHERE state = 'not-due') AS not_due,
           sum(outstanding_cents) FILTER (WHERE state = 'overdue') AS overdue,
           sum(outstanding_cents) FILTER (WHERE state <> 'waiting') AS outstanding,
           sum(disputed_cents) FILTER (WHERE state <> 'waiting') AS disputed,
           sum(outstanding_cents) FILTER (WHERE state = 'waiting') AS unscheduled,
           sum(paid_cents + deducted_cents) FILTER (WHERE state = 'waiting') AS prepaid,
           max(days) FILTER (WHERE tier_no > 0) AS oldest_days
    FROM positions GROUP BY customer
) p ON p.customer = c.customer
LEFT JOIN (SELECT customer, sum(unapplied_cents) AS unapplied FROM entries GROUP BY customer) u ON u.customer = c.customer;

CREATE VIEW aging_by_customer AS
SELECT customer, name,
       printf('%d.%02d', not_due_cents / 100, not_due_cents % 100) AS not_due,
       printf('%d.%02d', overdue_cents / 100, overdue_cents % 100) AS overdue,
       printf('%d.%02d', outstanding_cents / 100, outstanding_cents % 100) AS outstanding,
       printf('%d.%02d', disputed_cents / 100, disputed_cents % 100) AS disputed,
       printf('%d.%02d', unscheduled_cents / 100, unscheduled_cents % 100) AS unscheduled,
       printf('%d.%02d', prepaid_cents / 100, prepaid_cents % 100) AS prepaid,
       printf('%d.%02d', unapplied_cents / 100, unapplied_cents % 100) AS unapplied,
       oldest_days
FROM customer_figures
WHERE outstanding_cents + unscheduled_cents + prepaid_cents + unapplied_cents > 0
ORDER BY oldest_days DESC, outstanding_cents DESC, customer;

CREATE VIEW overdue AS
SELECT customer, customer_name, contract, project, milestone, rep_name, due, days, tier,
       printf('%d.%02d', outstanding_cents / 100, outstanding_cents % 100) AS outstanding,
       printf('%d.%02d', disputed_cents / 100, disputed_cents % 100) AS disputed
FROM positions WHERE state = 'overdue'
ORDER BY days DESC, outstanding_cents DESC, position;

CREATE VIEW waiting AS
SELECT customer, customer_name, contract, project, milestone, rep_name,
       printf('%d.%02d', outstanding_cents / 100, outstanding_cents % 100) AS outstanding,
       printf('%d.%02d', (paid_cents + deducted_cents) / 100, (paid_cents + deducted_cents) % 100) AS prepaid
FROM positions WHERE state = 'waiting'
ORDER BY position;

CREATE VIEW unapplied AS
SELECT customer, customer_name, contract, entry, date, kind,
       printf('%d.%02d', amount_cents / 100, amount_cents % 100) AS amount,
       printf('%d.%02d', unapplied_cents / 100, unapplied_cents % 100) AS unapplied
FROM entries WHERE unapplied_cents > 0
ORDER BY date, entry;

CREATE VIEW receipts_by_month AS
SELECT substr(date, 1, 7) AS month, count(*) FILTER (WHERE kind = 'receipt') AS receipts,
       printf('%d.%02d', coalesce(sum(amount_cents) FILTER (WHERE kind = 'receipt'), 0) / 100,
                         coalesce(sum(amount_cents) FILTER (WHERE kind = 'receipt'), 0) % 100) AS received,
       printf('%d.%02d', coalesce(sum(amount_cents) FILTER (WHERE kind = 'refund'), 0) / 100,
                         coalesce(sum(amount_cents) FILTER (WHERE kind = 'refund'), 0) % 100) AS refunded
FROM entries WHERE standing = 'counts' AND kind IN ('receipt', 'refund')
GROUP BY 1 ORDER BY 1;
