-- VMs that were ended here, until every edge has been told.
CREATE TABLE ended_vm (
    vm    UUID PRIMARY KEY,
    epoch BIGINT NOT NULL
);

-- Who subscribed, as the subject of its certificate: subscriptions are counted for each.
ALTER TABLE subscription ADD COLUMN subscriber VARCHAR(1000) DEFAULT '' NOT NULL;
