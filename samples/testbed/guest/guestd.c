/*
 * The guest's only program. It proves three things to whoever asks from outside:
 * that the guest's connections live (echo), that it runs (heartbeat), and that its
 * memory was carried faithfully (check).
 *
 *   TCP 7     each line comes back as "<n> <line>", n counted from 1 for each session
 *   UDP       "<sequence> <guest's monotonic time, microseconds> <pages rewritten so far>" to the heartbeat's
 *             target, every 20 ms
 *   TCP 7070  orders, each a line that is answered with one line of JSON:
 *             "check"                       looks through the memory and the kernel's log
 *             "load <pages per s> <pages>"  rewrites that many of the pages in turn, so fast; 0 ends it
 *             "ticks <microseconds>"        writes a line to the serial console that often; 0 ends it
 *             "disk …"                      see disk.c
 *
 * The pattern: a region of pages, each of which can be told from every other page and from each
 * of its own former contents. A second table, in memory of its own, says which content each page
 * must have. A page that a migration left behind shows an older generation; a page that went to
 * the wrong place shows another number; one that was torn fails word by word.
 *
 * usage: guestd REGION_MB WRITER_KB_PER_S HEARTBEAT_ADDRESS HEARTBEAT_PORT
 */
#define _GNU_SOURCE
#include "guestd.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PAGE_BYTES = 4096, WORDS = PAGE_BYTES / 8, ECHO_PORT = 7, CHECK_PORT = 7070, LINE_BYTES = 4096 };
enum { HEARTBEAT_US = 20000, WRITER_STEP_US = 10000, WRITER_LONGEST_US = 50000, NOTHING_TO_DO_US = 20000 };

static uint64_t *region;
static uint32_t *generations;
static size_t pages;
static uint64_t rewrites; /* changed with the lock held, read without it too: what tells of it must not wait for a page */
static pthread_mutex_t pattern_lock = PTHREAD_MUTEX_INITIALIZER;

void die(const char *what)
{
    perror(what);
    exit(1);
}

static uint64_t monotonic_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- the pattern ------------------------------------------------------------------------- */

uint64_t next_word(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15ull);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}

static uint64_t name_of(size_t page, uint32_t generation)
{
    return (uint64_t)page << 32 | generation;
}

/* word 0: page number and generation; words 1 to 510: the stream they seed; word 511: the sum of all before it */
static void write_page(size_t page, uint32_t generation)
{
    uint64_t *word = region + page * WORDS;
    uint64_t state = name_of(page, generation);
    uint64_t sum = word[0] = state;
    for (int i = 1; i < WORDS - 1; i++)
        sum += word[i] = next_word(&state);
    word[WORDS - 1] = sum;
}

static int page_is_right(size_t page, uint32_t generation)
{
    const uint64_t *word = region + page * WORDS;
    uint64_t state = name_of(page, generation);
    uint64_t sum = state;
    if (word[0] != state)
        return 0;
    for (int i = 1; i < WORDS - 1; i++) {
        uint64_t want = next_word(&state);
        if (word[i] != want)
            return 0;
        sum += want;
    }
    return word[WORDS - 1] == sum;
}

static void rewrite_page(size_t page)
{
    pthread_mutex_lock(&pattern_lock);
    write_page(page, ++generations[page]);
    __atomic_store_n(&rewrites, rewrites + 1, __ATOMIC_RELAXED);
    pthread_mutex_unlock(&pattern_lock);
}

size_t pieces_due(uint64_t *since, double *owed, uint64_t pieces_per_second)
{
    uint64_t now = monotonic_us();
    uint64_t elapsed = now - *since < WRITER_LONGEST_US ? now - *since : WRITER_LONGEST_US;
    size_t due;
    *since = now;
    *owed += (double)elapsed * pieces_per_second / 1000000;
    due = (size_t)*owed;
    *owed -= due;
    return due;
}

/* Writes all over the region, so that a migration always has something to catch up with. */
static void *writer(void *argument)
{
    uint64_t pages_per_second = (uint64_t)*(long *)argument * 1024 / PAGE_BYTES;
    uint64_t random = 1, since = monotonic_us();
    double owed = 0;
    for (;;) {
        usleep(WRITER_STEP_US);
        for (size_t due = pieces_due(&since, &owed, pages_per_second); due > 0; due--)
            rewrite_page(next_word(&random) % pages);
    }
    return NULL;
}

/* ---- the load: a program that works on a part of the memory ------------------------------ */

enum { LOAD_STRIDE = 7919 }; /* a prime: every page has its turn, but not in the order in which a migration sends them */

static struct {
    uint64_t pages_per_second;
    size_t pages;
} load;
static uint64_t tick_us;

static void *loader(void *argument)
{
    uint64_t since = monotonic_us();
    double owed = 0;
    size_t page = 0;
    for (;;) {
        size_t among = __atomic_load_n(&load.pages, __ATOMIC_RELAXED);
        usleep(among ? WRITER_STEP_US : NOTHING_TO_DO_US);
        for (size_t due = pieces_due(&since, &owed, __atomic_load_n(&load.pages_per_second, __ATOMIC_RELAXED)); among && due > 0; due--)
            rewrite_page(page = (page + LOAD_STRIDE) % among);
    }
    return argument;
}

/* One line, always as long: the outside only looks at how the console grows. */
static void *ticker(void *argument)
{
    for (unsigned long n = 0;; n++) {
        uint64_t period = __atomic_load_n(&tick_us, __ATOMIC_RELAXED);
        usleep(period ? period : NOTHING_TO_DO_US);
        if (period)
            printf("tick %010lu\n", n), fflush(stdout);
    }
    return argument;
}

static void order_load(const char *line, FILE *out)
{
    unsigned long long pages_per_second, among;
    if (sscanf(line, "load %llu %llu", &pages_per_second, &among) != 2 || among > pages) {
        fprintf(out, "{\"error\":\"expected: load <pages per s> <pages, at most %zu>\"}\n", pages);
        return;
    }
    __atomic_store_n(&load.pages_per_second, pages_per_second, __ATOMIC_RELAXED);
    __atomic_store_n(&load.pages, pages_per_second ? among : 0, __ATOMIC_RELAXED);
    fprintf(out, "{\"pagesPerSecond\":%llu,\"pages\":%llu}\n", pages_per_second, among);
}

static void order_ticks(const char *line, FILE *out)
{
    unsigned long long period;
    if (sscanf(line, "ticks %llu", &period) != 1) {
        fputs("{\"error\":\"expected: ticks <microseconds>\"}\n", out);
        return;
    }
    __atomic_store_n(&tick_us, period, __ATOMIC_RELAXED);
    fprintf(out, "{\"tickMicros\":%llu}\n", period);
}

static void make_pattern(size_t megabytes)
{
    pages = megabytes * 1024 * 1024 / PAGE_BYTES;
    region = mmap(NULL, pages * PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    generations = calloc(pages, sizeof *generations);
    if (region == MAP_FAILED || !generations)
        die("memory for the pattern");
    for (size_t page = 0; page < pages; page++)
        write_page(page, generations[page] = 1);
}

/* ---- the check --------------------------------------------------------------------------- */

struct report {
    size_t bad_pages;
    size_t first_bad;
    uint64_t sum_of_generations;
    uint64_t rewrites;
    long tainted;
    int complaints;
    char complaint[160];
    int clock_went_back;
};

static void check_pages(struct report *report)
{
    for (size_t page = 0; page < pages; page++) {
        pthread_mutex_lock(&pattern_lock);
        if (!page_is_right(page, generations[page]) && report->bad_pages++ == 0)
            report->first_bad = page;
        pthread_mutex_unlock(&pattern_lock);
    }
    /* the table itself may have been left behind: each rewrite was counted once more, elsewhere */
    pthread_mutex_lock(&pattern_lock);
    for (size_t page = 0; page < pages; page++)
        report->sum_of_generations += generations[page];
    report->rewrites = rewrites;
    pthread_mutex_unlock(&pattern_lock);
}

static int is_complaint(const char *record)
{
    static const char *const signs[] = { "Oops", "BUG:", "soft lockup", "segfault", "general protection",
        "Unable to handle", "Kernel panic", "Bad page", "corrupted", "blocked for more than", "invalid opcode" };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strstr(record, signs[i]))
            return 1;
    return 0;
}

static void keep_complaint(struct report *report, const char *record)
{
    const char *text = strchr(record, ';');
    if (report->complaints++ > 0)
        return;
    snprintf(report->complaint, sizeof report->complaint, "%.*s", (int)sizeof report->complaint - 1, text ? text + 1 : record);
    for (char *c = report->complaint; *c; c++)
        if (*c == '"' || *c == '\\' || (unsigned char)*c < ' ')
            *c = ' ';
}

static void read_kernel_log(struct report *report)
{
    char record[8192];
    ssize_t n;
    int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK);
    if (log < 0)
        die("/dev/kmsg");
    while ((n = read(log, record, sizeof record - 1)) > 0) {
        record[n] = 0;
        if (is_complaint(record))
            keep_complaint(report, record);
    }
    close(log);
}

static long read_number(const char *path)
{
    long value = -1;
    FILE *file = fopen(path, "r");
    if (file && fscanf(file, "%ld", &value) != 1)
        value = -1;
    if (file)
        fclose(file);
    return value;
}

static void check_clock(struct report *report)
{
    static uint64_t last;
    uint64_t now = monotonic_us();
    report->clock_went_back = now < last;
    last = now;
}

static void run_check(FILE *client)
{
    static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
    struct report report = { 0 };
    pthread_mutex_lock(&one_at_a_time);
    check_pages(&report);
    read_kernel_log(&report);
    report.tainted = read_number("/proc/sys/kernel/tainted");
    check_clock(&report);
    pthread_mutex_unlock(&one_at_a_time);

    int counted = report.sum_of_generations == report.rewrites + pages;
    int healthy = report.tainted == 0 && report.complaints == 0 && !report.clock_went_back;
    int intact = report.bad_pages == 0 && counted;
    fprintf(client,
        "{\"intact\":%s,\"pages\":%zu,\"badPages\":%zu,\"firstBadPage\":%ld,\"tableAgrees\":%s,\"rewrites\":%llu,"
        "\"kernelHealthy\":%s,\"tainted\":%ld,\"complaints\":%d,\"complaint\":\"%s\",\"uptimeMicros\":%llu}\n",
        intact ? "true" : "false", pages, report.bad_pages, report.bad_pages ? (long)report.first_bad : -1,
        counted ? "true" : "false", (unsigned long long)report.rewrites, healthy ? "true" : "false", report.tainted,
        report.complaints, report.complaint, (unsigned long long)monotonic_us());
}

/* ---- what the outside meets -------------------------------------------------------------- */

static void serve_echo(FILE *in, FILE *out)
{
    char line[LINE_BYTES];
    for (unsigned long n = 1; fgets(line, sizeof line, in); n++) {
        fprintf(out, "%lu %s", n, line);
        fflush(out);
    }
}

static void serve_orders(FILE *in, FILE *out)
{
    char line[LINE_BYTES];
    while (fgets(line, sizeof line, in)) {
        if (strncmp(line, "check", 5) == 0)
            run_check(out);
        else if (strncmp(line, "load", 4) == 0)
            order_load(line, out);
        else if (strncmp(line, "ticks", 5) == 0)
            order_ticks(line, out);
        else if (strncmp(line, "disk", 4) == 0)
            disk_order(line, out);
        else
            fputs("{\"error\":\"the orders are: check, load, ticks, disk\"}\n", out);
        fflush(out);
    }
}

struct session {
    int socket;
    void (*serve)(FILE *in, FILE *out);
};

static void *run_session(void *argument)
{
    struct session *session = argument;
    /* two streams: one that is read and written loses what it had read ahead */
    FILE *in = fdopen(session->socket, "r");
    FILE *out = fdopen(dup(session->socket), "w");
    if (in && out)
        session->serve(in, out);
    if (out)
        fclose(out);
    if (in)
        fclose(in);
    free(session);
    return NULL;
}

void start(void *(*run)(void *), void *argument)
{
    pthread_t thread;
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 128 * 1024);
    pthread_attr_setdetachstate(&small, PTHREAD_CREATE_DETACHED);
    if (pthread_create(&thread, &small, run, argument))
        die("thread");
    pthread_attr_destroy(&small);
}

struct port {
    uint16_t number;
    void (*serve)(FILE *in, FILE *out);
};

static void *listen_on(void *argument)
{
    struct port *port = argument;
    struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = htons(port->number) };
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&any, sizeof any) || listen(listener, 16))
        die("listen");
    for (;;) {
        int socket = accept(listener, NULL, NULL);
        struct session *session;
        if (socket < 0 || !(session = malloc(sizeof *session)))
            continue;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        *session = (struct session) { socket, port->serve };
        start(run_session, session);
    }
    return NULL;
}

/* A beat that cannot be sent is counted all the same: the listener sees the hole. */
static void beat(const char *address, uint16_t port)
{
    struct sockaddr_in target = { .sin_family = AF_INET, .sin_port = htons(port) };
    int out = socket(AF_INET, SOCK_DGRAM, 0);
    if (inet_pton(AF_INET, address, &target.sin_addr) != 1)
        die("heartbeat's target");
    for (uint64_t sequence = 1;; sequence++) {
        char text[64];
        int n = snprintf(text, sizeof text, "%llu %llu %llu\n", (unsigned long long)sequence,
            (unsigned long long)monotonic_us(), (unsigned long long)__atomic_load_n(&rewrites, __ATOMIC_RELAXED));
        sendto(out, text, n, MSG_DONTWAIT, (struct sockaddr *)&target, sizeof target);
        usleep(HEARTBEAT_US);
    }
}

int main(int count, char **words)
{
    static struct port echo = { ECHO_PORT, serve_echo }, orders = { CHECK_PORT, serve_orders };
    static long kilobytes_per_second;
    if (count != 5) {
        fprintf(stderr, "usage: guestd REGION_MB WRITER_KB_PER_S HEARTBEAT_ADDRESS HEARTBEAT_PORT\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    make_pattern(strtoul(words[1], NULL, 10));
    kilobytes_per_second = strtol(words[2], NULL, 10);
    start(listen_on, &echo);
    start(listen_on, &orders);
    if (kilobytes_per_second > 0)
        start(writer, &kilobytes_per_second);
    disk_open();
    start(loader, NULL);
    start(ticker, NULL);
    puts("guestd is ready");
    fflush(stdout);
    beat(words[3], (uint16_t)strtoul(words[4], NULL, 10));
}
