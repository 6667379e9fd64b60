/*
 * The guest's disk, and the proof that it was carried faithfully. Orders:
 *
 *   "disk start <kB per s>"             rewrites random blocks so fast, each by a write of its own
 *   "disk start <kB per s> sequential"  rewrites one block after the other, many with one write
 *   "disk stop"                         ends that; all is flushed when it is answered with the number of writes
 *   "disk check"                        reads every block and compares it with what must be there
 *   "disk adopt"                        after a crash, which took the memory of what must be there along: takes each block's own
 *                                       word for its generation, and says which blocks are none; "disk check" goes on from there
 *
 * Each block names its own number and generation, and the guest's memory says which generation it must have. So a block that
 * was left behind shows an older generation, one that went to the wrong place another number, a torn one a wrong sum. A block
 * that was never written is as in the base image: some bear generation 0 (BaseImage.java writes them), the others are zero.
 * All goes past the guest's own cache (O_DIRECT), and is flushed after every 64th block.
 */
#define _GNU_SOURCE
#include "guestd.h"
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK_BYTES = 4096, BLOCK_WORDS = BLOCK_BYTES / 8, RUN_BLOCKS = 64, FLUSH_AFTER = 64, STEP_US = 5000 };
enum { AREA_BLOCKS = 256 * 1024 * 1024 / BLOCK_BYTES };
/* the base image bears 64 KiB of blocks in every 2 MiB */
enum { BASE_PERIOD = 512, BASE_BLOCKS = 16 };
#define MAGIC 0x6b7369642d6d7674ull /* "tvm-disk" */

static struct {
    int file; /* -1: this guest has no disk */
    size_t blocks;
    uint32_t *generations;
    uint64_t blocks_per_second; /* 0: the writer rests */
    size_t run;
    size_t next;
    uint64_t writes;
    uint64_t write_errors;
} disk = { .file = -1 };
static pthread_mutex_t disk_lock = PTHREAD_MUTEX_INITIALIZER; /* of all of it */

/* words: magic, number, generation, the stream that they seed, the sum of all before it */
static void compose(uint64_t *word, size_t block, uint32_t generation)
{
    uint64_t state = (uint64_t)block << 32 | generation;
    uint64_t sum = MAGIC + block + generation;
    word[0] = MAGIC;
    word[1] = block;
    word[2] = generation;
    for (int i = 3; i < BLOCK_WORDS - 1; i++)
        sum += word[i] = next_word(&state);
    word[BLOCK_WORDS - 1] = sum;
}

static int is_right(const uint64_t *found, size_t block)
{
    uint64_t wanted[BLOCK_WORDS] = { 0 };
    uint32_t generation = disk.generations[block];
    if (generation > 0 || block % BASE_PERIOD < BASE_BLOCKS)
        compose(wanted, block, generation);
    return memcmp(found, wanted, BLOCK_BYTES) == 0;
}

static void *aligned(size_t bytes)
{
    void *memory = NULL;
    if (posix_memalign(&memory, BLOCK_BYTES, bytes))
        die("memory for the disk's blocks");
    return memory;
}

/* ---- the writer -------------------------------------------------------------------------- */

/* 0 if the writer was told to rest meanwhile. */
static size_t write_run(uint64_t *buffer, uint64_t *random)
{
    pthread_mutex_lock(&disk_lock);
    size_t run = disk.blocks_per_second ? disk.run : 0;
    if (run > 0) {
        size_t first = run == 1 ? next_word(random) % disk.blocks : disk.next;
        disk.next = (first + run) % disk.blocks;
        for (size_t i = 0; i < run; i++)
            compose(buffer + i * BLOCK_WORDS, first + i, ++disk.generations[first + i]);
        if (pwrite(disk.file, buffer, run * BLOCK_BYTES, (off_t)first * BLOCK_BYTES) != (ssize_t)run * BLOCK_BYTES)
            disk.write_errors++;
        disk.writes += run;
    }
    pthread_mutex_unlock(&disk_lock);
    return run;
}

static void flush(void)
{
    if (fdatasync(disk.file)) {
        pthread_mutex_lock(&disk_lock);
        disk.write_errors++;
        pthread_mutex_unlock(&disk_lock);
    }
}

static void *disk_writer(void *argument)
{
    uint64_t *buffer = aligned(RUN_BLOCKS * BLOCK_BYTES);
    uint64_t random = 2, since = 0;
    double owed = 0;
    size_t due = 0, unflushed = 0;
    for (;;) {
        usleep(STEP_US);
        pthread_mutex_lock(&disk_lock);
        uint64_t pace = disk.blocks_per_second;
        size_t run = disk.run;
        pthread_mutex_unlock(&disk_lock);
        due = pace ? due + pieces_due(&since, &owed, pace) : 0;
        while (due >= run && due > 0) {
            size_t written = write_run(buffer, &random);
            due = written ? due - (written < due ? written : due) : 0;
            unflushed += written;
            if (unflushed >= FLUSH_AFTER) {
                flush();
                unflushed = 0;
            }
        }
    }
    return argument;
}

static void pace(uint64_t blocks_per_second, size_t run)
{
    pthread_mutex_lock(&disk_lock);
    disk.blocks_per_second = blocks_per_second;
    disk.run = run;
    disk.next = 0;
    pthread_mutex_unlock(&disk_lock);
}

/* ---- the check --------------------------------------------------------------------------- */

struct disk_report {
    size_t bad;
    long first_bad;
    size_t written;
    uint64_t read_errors;
};

static void check_run(struct disk_report *report, const uint64_t *found, size_t first)
{
    for (size_t i = 0; i < RUN_BLOCKS; i++) {
        report->written += disk.generations[first + i] > 0;
        if (!is_right(found + i * BLOCK_WORDS, first + i) && report->bad++ == 0)
            report->first_bad = (long)(first + i);
    }
}

/* The writer has its turns in between: what is compared is read while it waits. */
static struct disk_report check_blocks(void)
{
    struct disk_report report = { .first_bad = -1 };
    uint64_t *found = aligned(RUN_BLOCKS * BLOCK_BYTES);
    for (size_t first = 0; first < disk.blocks; first += RUN_BLOCKS) {
        pthread_mutex_lock(&disk_lock);
        if (pread(disk.file, found, RUN_BLOCKS * BLOCK_BYTES, (off_t)first * BLOCK_BYTES) == RUN_BLOCKS * BLOCK_BYTES)
            check_run(&report, found, first);
        else
            report.read_errors++;
        pthread_mutex_unlock(&disk_lock);
    }
    free(found);
    return report;
}

static void print_report(const struct disk_report *report, FILE *out)
{
    int intact = report->bad == 0 && report->read_errors == 0 && disk.write_errors == 0;
    fprintf(out,
        "{\"intact\":%s,\"blocks\":%zu,\"written\":%zu,\"writes\":%llu,\"bad\":%zu,\"firstBad\":%ld,"
        "\"readErrors\":%llu,\"writeErrors\":%llu}\n",
        intact ? "true" : "false", disk.blocks, report->written, (unsigned long long)disk.writes, report->bad,
        report->first_bad, (unsigned long long)report->read_errors, (unsigned long long)disk.write_errors);
}

static void answer_check(FILE *out)
{
    struct disk_report report = check_blocks();
    pthread_mutex_lock(&disk_lock);
    print_report(&report, out);
    pthread_mutex_unlock(&disk_lock);
}

/* ---- after a crash ------------------------------------------------------------------------ */

/* -1 for what is neither a whole block nor as in the base image */
static int64_t generation_found(const uint64_t *found, size_t block)
{
    uint64_t wanted[BLOCK_WORDS] = { 0 };
    uint32_t generation = (uint32_t)found[2];
    if (generation > 0 || block % BASE_PERIOD < BASE_BLOCKS)
        compose(wanted, block, generation);
    return memcmp(found, wanted, BLOCK_BYTES) == 0 ? (int64_t)generation : -1;
}

static void adopt_run(struct disk_report *report, const uint64_t *found, size_t first)
{
    for (size_t i = 0; i < RUN_BLOCKS; i++) {
        int64_t generation = generation_found(found + i * BLOCK_WORDS, first + i);
        if (generation < 0 && report->bad++ == 0)
            report->first_bad = (long)(first + i);
        disk.generations[first + i] = generation > 0 ? (uint32_t)generation : 0;
        disk.writes += disk.generations[first + i];
        report->written += disk.generations[first + i] > 0;
    }
}

/* As many writes as all generations together have reached this disk: each write makes one block's generation the next. */
static void answer_adopt(FILE *out)
{
    struct disk_report report = { .first_bad = -1 };
    uint64_t *found = aligned(RUN_BLOCKS * BLOCK_BYTES);
    pthread_mutex_lock(&disk_lock);
    disk.writes = 0;
    for (size_t first = 0; first < disk.blocks; first += RUN_BLOCKS) {
        if (pread(disk.file, found, RUN_BLOCKS * BLOCK_BYTES, (off_t)first * BLOCK_BYTES) == RUN_BLOCKS * BLOCK_BYTES)
            adopt_run(&report, found, first);
        else
            report.read_errors++;
    }
    print_report(&report, out);
    pthread_mutex_unlock(&disk_lock);
    free(found);
}

/* ---- orders ------------------------------------------------------------------------------ */

static void answer_start(const char *line, FILE *out)
{
    unsigned long long kilobytes;
    char how[16] = "";
    int words = sscanf(line, "disk start %llu %15s", &kilobytes, how);
    if (words < 1 || kilobytes == 0 || (words == 2 && strcmp(how, "sequential") != 0)) {
        fputs("{\"error\":\"expected: disk start <kB per s> [sequential]\"}\n", out);
        return;
    }
    uint64_t blocks = kilobytes * 1000 / BLOCK_BYTES;
    pace(blocks ? blocks : 1, words == 2 ? RUN_BLOCKS : 1);
    fprintf(out, "{\"kilobytesPerSecond\":%llu,\"sequential\":%s}\n", kilobytes, words == 2 ? "true" : "false");
}

void disk_order(const char *line, FILE *out)
{
    if (disk.file < 0)
        fputs("{\"error\":\"this guest has no disk\"}\n", out);
    else if (strncmp(line, "disk start", 10) == 0)
        answer_start(line, out);
    else if (strncmp(line, "disk stop", 9) == 0) {
        pace(0, 1);
        flush();
        pthread_mutex_lock(&disk_lock);
        fprintf(out, "{\"kilobytesPerSecond\":0,\"writes\":%llu}\n", (unsigned long long)disk.writes);
        pthread_mutex_unlock(&disk_lock);
    } else if (strncmp(line, "disk check", 10) == 0)
        answer_check(out);
    else if (strncmp(line, "disk adopt", 10) == 0)
        answer_adopt(out);
    else
        fputs("{\"error\":\"the orders for the disk are: start, stop, check, adopt\"}\n", out);
}

void disk_open(void)
{
    disk.file = open("/dev/vda", O_RDWR | O_DIRECT);
    if (disk.file < 0)
        return;
    size_t there = (size_t)lseek(disk.file, 0, SEEK_END) / BLOCK_BYTES;
    disk.blocks = (there < AREA_BLOCKS ? there : AREA_BLOCKS) / RUN_BLOCKS * RUN_BLOCKS;
    disk.generations = calloc(disk.blocks, sizeof *disk.generations);
    if (disk.blocks == 0 || !disk.generations)
        die("the disk is too small, or memory");
    disk.run = 1;
    start(disk_writer, NULL);
}
