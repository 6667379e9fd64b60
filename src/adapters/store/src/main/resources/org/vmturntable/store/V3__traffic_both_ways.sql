-- Where a VM is about to resume: around its switchover the traffic goes there, too.
ALTER TABLE attachment ADD COLUMN bound_for VARCHAR(63);
