/* What the parts of guestd share. */
#ifndef GUESTD_H
#define GUESTD_H
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Ends the guest's program, with errno's reason. */
void die(const char *what);

/* A detached thread. */
void start(void *(*run)(void *), void *argument);

/* splitmix64 (S. Vigna): a different stream for each seed, cheap enough for a guest without hardware virtualisation */
uint64_t next_word(uint64_t *state);

/* How many pieces are due by now at that pace. What a guest that stood still or was slow has missed, it does not make up for. */
size_t pieces_due(uint64_t *since, double *owed, uint64_t pieces_per_second);

/* Opens the disk if there is one, and starts its writer, which has nothing to do yet. */
void disk_open(void);

/* "disk start …", "disk stop", "disk check" or "disk adopt"; answers with one line of JSON. */
void disk_order(const char *line, FILE *out);
#endif
