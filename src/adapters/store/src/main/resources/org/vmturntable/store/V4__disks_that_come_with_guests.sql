-- What comes with a guest: a line for each disk, of its name, size and written bytes and its base image's SHA-256.
ALTER TABLE room ADD COLUMN disks VARCHAR(4000) DEFAULT '' NOT NULL;
