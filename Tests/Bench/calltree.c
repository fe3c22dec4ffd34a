/* The call tree of NightCall as a plain C program: what a careful person would write by hand for this one model.
 *
 *   cc -O2 -o calltree calltree.c
 *   ./calltree LIVE MINUTES REPEATS [SEED]      prints one line of JSON
 *
 * LIVE contracts of three contacts each are always busy: an incident opens, its tree is walked, the next alert comes
 * three seconds after the end. `nightcall-bench trees` and `calltree_simpy.py` run the same model with the same draws, so all
 * three must print the same counts; `bench.py` compares them.
 *
 * Modelled: a table of dedup keys by text (contract, source, key), kept until the hold-off is over; a table of numbers
 * by text with the holder and the pause of 20 s; three rounds of three contacts; dialling, ringing, talking and hanging
 * up, each with its deadline in one binary heap (overtaken entries are dropped by a generation number); the line and
 * the people at the other end; a window answer from an integer calendar for every opening of an incident and every
 * start of an escalation, the closing compared before every dial; gathering, the count of escalations of the last hour,
 * recovery, the mail after an exhausted tree; the record of an escalation kept for an hour; an event counted wherever
 * NightCall commits one.
 *
 * Left out: joining of several incidents, severity order, line slots and routes, line failures, operators, restarts,
 * closing of the window mid-tree (none falls into the time simulated), texts of events, any journal.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

typedef int64_t instant; /* microseconds since 1970 */

enum { CONTACTS = 3, ROUNDS = 3 };
static const instant SECOND = 1000000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
/* 2026-12-29T17:00:00+09:00, the opening of the window that closes on 2027-01-05 at 9:00. */
static const instant START = 1798531200LL * 1000000;

enum event { INCIDENT_OPENED, ESCALATION_STARTED, ATTEMPT_WAITS, TRY_PLACED, RANG, ANSWERED, KEY_PRESSED,
             OUTCOME_DECIDED, HANG_UP_ASKED, ATTEMPT_ENDED, INCIDENT_ENDED, ESCALATION_ENDED, ALERT_RECOVERED,
             MAIL_OWED, MAIL_DELIVERED, ESCALATION_FORGOTTEN, INCIDENT_FORGOTTEN, EVENT_KINDS };
enum outcome { ACKNOWLEDGED, PASSED, VOICEMAIL, NO_ANSWER, BUSY, OUTCOMES };
enum phase { DIALLING, RINGING, TALKING, CLOSING, HANGING_UP };

static uint64_t events[EVENT_KINDS], outcomes[OUTCOMES], acknowledged, exhausted;

static void *need(void *memory)
{
    if (!memory) { fputs("calltree: out of memory\n", stderr); exit(70); }
    return memory;
}

/* ---- Window ---- */

/* National holidays from 2026-10 to 2027-02, as days since 1970. */
static const int holidays[] = { 20738, 20760, 20780, 20819, 20829, 20860, 20872 };

static bool is_holiday(int64_t day)
{
    int weekday = (int)((day + 4) % 7); /* 0 is Sunday */
    if (weekday == 0 || weekday == 6) return true;
    for (size_t i = 0; i < sizeof holidays / sizeof *holidays; i++)
        if (holidays[i] == day) return true;
    /* 12/30 to 1/4, by the civil date (days to year, month, day: Howard Hinnant's algorithm). */
    int64_t z = day + 719468, era = z / 146097, of_era = z - era * 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_index = (5 * of_year + 2) / 153;
    int date = (int)(of_year - (153 * month_index + 2) / 5 + 1), month = (int)(month_index < 10 ? month_index + 3 : month_index - 9);
    return (month == 12 && date >= 30) || (month == 1 && date <= 4);
}

/* Whether the window is open, and its next closing. */
static bool window_open(instant now, instant *closing)
{
    instant japan = now + 9 * HOUR, day = japan / DAY, of_day = japan % DAY;
    bool holiday = is_holiday(day);
    bool open = holiday || of_day < 9 * HOUR || of_day >= 17 * HOUR;
    int64_t next = !holiday && of_day < 9 * HOUR ? day : day + 1;
    while (is_holiday(next)) next++;
    *closing = next * DAY;   /* 9:00 in Japan is midnight in UTC */
    return open;
}

/* ---- State ---- */

struct incident {
    struct incident *next_of_key;    /* in the table of keys */
    uint32_t hash;
    instant opened, heard, recovered; /* 0: not recovered */
    bool ended;
    struct escalation *escalation;
    char *key, *name, *summary;
};

struct escalation {
    struct contract *contract;
    struct incident *incident;
    instant closing, ended, gathering;
    uint32_t number;                 /* counted from 1 */
    int used, tries;
    bool waiting, over;
    enum phase phase;
    enum outcome outcome;
    instant answered_at;
};

struct contract {
    char id[24], phones[CONTACTS][20];
    uint64_t chance;
    int alerts;
    struct escalation *running;
    struct escalation *calling;      /* whose call is under way; it may have ended while goodbye is being said */
    struct incident *pending;
    instant gathering;
    instant *starts;
    int start_count, start_room;
    uint32_t generation;             /* of the call's deadline */
    enum outcome answer;             /* what the callee is going to do */
    uint32_t call;                   /* counts calls, so that late reports are known */
};

struct number {
    struct number *next;
    uint32_t hash;
    struct escalation *holder;
    instant last_end;
    char phone[20];
};

static struct contract *contracts;
static uint32_t escalations;
static int live;

static uint64_t draw(struct contract *c) /* SplitMix64 */
{
    uint64_t z = (c->chance += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

/* ---- The binary heap ---- */

enum due { ALERT, RESOLVED, LINE_RINGS, LINE_ANSWERS, LINE_KEY, LINE_PROMPT, LINE_ENDED, DEADLINE, PAUSE_OVER,
           GATHERED, LEAVES };

struct entry {
    instant at;
    uint64_t order;
    void *subject;                   /* a contract; for RESOLVED an incident, for LEAVES an escalation */
    enum due due;
    uint32_t generation;
};

static struct entry *heap;
static size_t heap_count, heap_room;
static uint64_t entered;

static inline bool before(const struct entry *a, const struct entry *b)
{
    return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static void enter(instant at, enum due due, void *subject, uint32_t generation)
{
    if (heap_count == heap_room) {
        heap_room = heap_room ? 2 * heap_room : 1024;
        heap = need(realloc(heap, heap_room * sizeof *heap));
    }
    struct entry e = { at, entered++, subject, due, generation };
    size_t place = heap_count++;
    while (place > 0) {
        size_t parent = (place - 1) / 2;
        if (!before(&e, &heap[parent])) break;
        heap[place] = heap[parent];
        place = parent;
    }
    heap[place] = e;
}

static struct entry take(void)
{
    struct entry first = heap[0], last = heap[--heap_count];
    size_t place = 0;
    for (;;) {
        size_t child = 2 * place + 1;
        if (child >= heap_count) break;
        if (child + 1 < heap_count && before(&heap[child + 1], &heap[child])) child++;
        if (!before(&heap[child], &last)) break;
        heap[place] = heap[child];
        place = child;
    }
    if (heap_count) heap[place] = last;
    return first;
}

/* ---- Two hash tables with texts as keys ---- */

static struct incident **keys;
static struct number **numbers;
static uint32_t mask;
static size_t key_count, key_mask;

static uint32_t hash_text(uint32_t hash, const char *text) /* FNV-1a */
{
    for (; *text; text++) hash = (hash ^ (uint8_t)*text) * 16777619u;
    return hash;
}

static uint32_t hash_key(const struct contract *c, const char *key)
{
    return hash_text(hash_text(hash_text(2166136261u, c->id), "prom"), key);
}

static void grow_keys(void)
{
    size_t old = key_mask + 1, count = 2 * old;
    struct incident **wider = need(calloc(count, sizeof *wider));
    for (size_t i = 0; i < old; i++)
        for (struct incident *k = keys[i], *next; k; k = next) {
            next = k->next_of_key;
            k->next_of_key = wider[k->hash & (count - 1)];
            wider[k->hash & (count - 1)] = k;
        }
    free(keys);
    keys = wider;
    key_mask = count - 1;
}

static struct incident *find_key(uint32_t hash, const struct contract *c, const char *key)
{
    for (struct incident *i = keys[hash & key_mask]; i; i = i->next_of_key)
        if (i->hash == hash && i->escalation && i->escalation->contract == c && !strcmp(i->key, key)) return i;
    return NULL;
}

static struct number *find_number(const char *phone)
{
    uint32_t hash = hash_text(2166136261u, phone);
    for (struct number *n = numbers[hash & mask]; n; n = n->next)
        if (n->hash == hash && !strcmp(n->phone, phone)) return n;
    struct number *n = need(calloc(1, sizeof *n));
    n->hash = hash;
    strcpy(n->phone, phone);
    n->next = numbers[hash & mask];
    numbers[hash & mask] = n;
    return n;
}

/* ---- The tree ---- */

static void arm(struct contract *c, instant at) { enter(at, DEADLINE, c, ++c->generation); }

static void owe_mail(void)
{
    events[MAIL_OWED]++;
    events[MAIL_DELIVERED]++; /* the mailer delivers at once */
}

static void end_incident(struct escalation *e, instant now)
{
    e->incident->ended = true;
    events[INCIDENT_ENDED]++;
    /* The world: the trouble is mended half a minute later, and the next one comes. */
    enter(now + 30 * SECOND, RESOLVED, e->incident, 0);
    enter(now + 3 * SECOND, ALERT, e->contract, 0);
}

static void end_escalation(struct escalation *e, instant gathering, instant now)
{
    struct contract *c = e->contract;
    e->over = true;
    e->ended = now;
    e->gathering = c->gathering = gathering;
    c->running = NULL;
    events[ESCALATION_ENDED]++;
}

/* An hour after its last call ended, which is now. */
static void leave_later(struct escalation *e, instant now)
{
    instant at = e->ended + 5 * MINUTE;
    if (at < e->gathering) at = e->gathering;
    if (at < now + HOUR) at = now + HOUR;
    enter(at, LEAVES, e, 0);
}

static void next_attempt(struct escalation *e, instant now)
{
    struct contract *c = e->contract;
    if (now >= e->closing) return; /* never in the time simulated */
    if (e->used == CONTACTS * ROUNDS) {
        exhausted++;
        end_incident(e, now);
        end_escalation(e, now + 5 * MINUTE, now);
        owe_mail();
        leave_later(e, now);
        return;
    }
    struct number *n = find_number(c->phones[e->used % CONTACTS]);
    if (n->holder) return;
    if (n->last_end && now < n->last_end + 20 * SECOND) {
        if (!e->waiting) {
            events[ATTEMPT_WAITS]++;
            e->waiting = true;
        }
        enter(n->last_end + 20 * SECOND, PAUSE_OVER, c, e->number);
        return;
    }
    e->waiting = false;
    n->holder = e;
    c->calling = e;
    e->tries++;
    e->phase = DIALLING;
    c->call++;
    events[TRY_PLACED]++;
    arm(c, now + 32 * SECOND);
    /* The world draws what the callee does. */
    uint64_t chance = draw(c) % 100;
    c->answer = chance < 40 ? ACKNOWLEDGED : chance < 75 ? NO_ANSWER : chance < 85 ? VOICEMAIL : chance < 95 ? BUSY : PASSED;
    if (c->answer == BUSY) enter(now + 3 * SECOND, LINE_ENDED, c, c->call);
    else enter(now + 2 * SECOND, LINE_RINGS, c, c->call);
}

static void end_attempt(struct escalation *e, enum outcome outcome, instant now)
{
    struct number *n = find_number(e->contract->phones[e->used % CONTACTS]);
    n->holder = NULL;
    n->last_end = now;
    e->contract->calling = NULL;
    e->contract->generation++;
    e->used++;
    e->tries = 0;
    events[ATTEMPT_ENDED]++;
    outcomes[outcome]++;
    if (e->over) leave_later(e, now);
    else next_attempt(e, now);
}

static void hang_up(struct escalation *e, enum outcome outcome, instant now)
{
    e->phase = HANGING_UP;
    e->outcome = outcome;
    events[HANG_UP_ASKED]++;
    arm(e->contract, now + 30 * SECOND);
    enter(now + SECOND / 5, LINE_ENDED, e->contract, e->contract->call);
}

static void look_at_desk(struct contract *c, instant now)
{
    instant closing;
    if (c->running || !c->pending) return;
    if (now < c->gathering) {
        enter(c->gathering, GATHERED, c, 0);
        return;
    }
    if (!window_open(now, &closing)) return; /* never in the time simulated */
    int kept = 0;
    for (int i = 0; i < c->start_count; i++)
        if (c->starts[i] + HOUR > now) c->starts[kept++] = c->starts[i];
    c->start_count = kept;
    if (kept >= 1000) return; /* the cap, lifted for this model */
    if (kept == c->start_room) {
        c->start_room = c->start_room ? 2 * c->start_room : 4;
        c->starts = need(realloc(c->starts, (size_t)c->start_room * sizeof *c->starts));
    }
    c->starts[c->start_count++] = now;
    struct escalation *e = c->pending->escalation; /* made with the incident, starts here */
    e->incident = c->pending;
    e->number = ++escalations;
    e->closing = closing;
    c->running = e;
    c->pending = NULL;
    events[ESCALATION_STARTED]++;
    next_attempt(e, now);
}

static void alert(struct contract *c, instant now)
{
    char key[64], name[64], summary[128];
    snprintf(key, sizeof key, "%s/HostDown/%d", c->id, c->alerts++);
    snprintf(name, sizeof name, "HostDown");
    snprintf(summary, sizeof summary, "host of %s does not answer for five minutes", c->id);
    uint32_t hash = hash_key(c, key);
    if (find_key(hash, c, key)) return;
    instant closing;
    if (!window_open(now, &closing)) return; /* never in the time simulated */
    struct incident *i = need(calloc(1, sizeof *i));
    i->escalation = need(calloc(1, sizeof *i->escalation));
    i->escalation->contract = c;
    i->hash = hash;
    i->opened = i->heard = now;
    i->key = need(strdup(key));
    i->name = need(strdup(name));
    i->summary = need(strdup(summary));
    if (key_count++ > key_mask) grow_keys();
    i->next_of_key = keys[hash & key_mask];
    keys[hash & key_mask] = i;
    events[INCIDENT_OPENED]++;
    c->pending = i;
    look_at_desk(c, now);
}

static void forget(struct incident *gone)
{
    struct incident **link = &keys[gone->hash & key_mask];
    while (*link != gone) link = &(*link)->next_of_key;
    *link = gone->next_of_key;
    key_count--;
    free(gone->key);
    free(gone->name);
    free(gone->summary);
    free(gone->escalation);
    free(gone);
}

static void leave(struct escalation *gone)
{
    /* The key stays until the hold-off is over; by now it is. */
    events[ESCALATION_FORGOTTEN]++;
    events[INCIDENT_FORGOTTEN]++;
    forget(gone->incident);
}

static void resolve(struct incident *i, instant now)
{
    struct contract *c = i->escalation->contract;
    /* The sender's message carries the key as text; it is looked up like any other. */
    char key[64];
    memcpy(key, i->key, strlen(i->key) + 1);
    struct incident *found = find_key(hash_key(c, key), c, key);
    if (!found || found->recovered) return;
    found->recovered = found->heard = now;
    events[ALERT_RECOVERED]++;
}

static void deadline(struct escalation *e, instant now)
{
    switch (e->phase) {
    case RINGING: hang_up(e, NO_ANSWER, now); break;
    case DIALLING: case TALKING: case CLOSING: case HANGING_UP: break; /* the line is never that late here */
    }
}

static void ring(struct contract *c, struct escalation *e, instant now)
{
    e->phase = RINGING;
    events[RANG]++;
    arm(c, now + 29 * SECOND);
    switch (c->answer) {
    case ACKNOWLEDGED: case PASSED: enter(now + 6 * SECOND, LINE_ANSWERS, c, c->call); break;
    case VOICEMAIL: enter(now + 15 * SECOND, LINE_ANSWERS, c, c->call); break;
    case NO_ANSWER: case BUSY: case OUTCOMES: break;
    }
}

static void answer(struct contract *c, struct escalation *e, instant now)
{
    e->phase = TALKING;
    e->answered_at = now;
    events[ANSWERED]++;
    arm(c, now + 120 * SECOND);
    if (c->answer == VOICEMAIL) enter(now + 20 * SECOND, LINE_ENDED, c, c->call);
    else enter(now + 4 * SECOND, LINE_KEY, c, c->call);
}

static void press(struct contract *c, struct escalation *e, instant now)
{
    events[KEY_PRESSED]++;
    events[OUTCOME_DECIDED]++;
    e->phase = CLOSING;
    e->outcome = c->answer;
    enter(now + 2 * SECOND, LINE_PROMPT, c, c->call);
    if (c->answer != ACKNOWLEDGED) return;
    acknowledged++;
    end_incident(e, now);
    end_escalation(e, now + MINUTE, now);
}

static void work(struct entry due)
{
    instant now = due.at;
    struct contract *c = due.subject;
    if (due.due == RESOLVED) return resolve(due.subject, now);
    if (due.due == LEAVES) return leave(due.subject);
    struct escalation *e = c->calling;
    bool current = e && due.generation == c->call;
    switch (due.due) {
    case ALERT: alert(c, now); break;
    case GATHERED: look_at_desk(c, now); break;
    case PAUSE_OVER: if (c->running && c->running->number == due.generation && !e) next_attempt(c->running, now); break;
    case DEADLINE: if (e && due.generation == c->generation) deadline(e, now); break;
    case LINE_RINGS: if (current) ring(c, e, now); break;
    case LINE_ANSWERS: if (current && e->phase == RINGING) answer(c, e, now); break;
    case LINE_KEY: if (current && e->phase == TALKING) press(c, e, now); break;
    case LINE_PROMPT: if (current && e->phase == CLOSING) hang_up(e, e->outcome, now); break;
    case LINE_ENDED: if (current) end_attempt(e, e->phase == HANGING_UP ? e->outcome : c->answer, now); break;
    case RESOLVED: case LEAVES: break; /* see above */
    }
}

/* ---- Running it ---- */

static void set_up(uint64_t seed)
{
    contracts = need(calloc((size_t)live, sizeof *contracts));
    mask = key_mask = 1023;
    while ((int)mask < 4 * live) mask = 2 * mask + 1;
    while ((int)key_mask < live) key_mask = 2 * key_mask + 1;
    keys = need(calloc((size_t)key_mask + 1, sizeof *keys));
    numbers = need(calloc((size_t)mask + 1, sizeof *numbers));
    for (int i = 0; i < live; i++) {
        struct contract *c = &contracts[i];
        snprintf(c->id, sizeof c->id, "contract-%06d", i);
        for (int k = 0; k < CONTACTS; k++) snprintf(c->phones[k], sizeof c->phones[k], "+8190%08d", CONTACTS * i + k);
        c->chance = seed + (uint64_t)i;
        enter(START + (instant)(draw(c) % (uint64_t)MINUTE), ALERT, c, 0);
    }
}

static double processor_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_utime.tv_sec + 1e-6 * (double)usage.ru_utime.tv_usec
        + (double)usage.ru_stime.tv_sec + 1e-6 * (double)usage.ru_stime.tv_usec;
}

int main(int count, char **words)
{
    if (count < 4) { fputs("usage: calltree LIVE MINUTES REPEATS [SEED]\n", stderr); return 64; }
    live = atoi(words[1]);
    instant minutes = atoll(words[2]);
    int repeats = atoi(words[3]);
    uint64_t seed = count > 4 ? strtoull(words[4], NULL, 10) : 1, steps = 0;
    double seconds = 0;
    for (int i = 0; i < repeats; i++) {
        heap_count = key_count = 0;
        set_up(seed + (uint64_t)i * 1000003);
        double began = processor_seconds();
        while (heap_count && heap[0].at < START + minutes * MINUTE) {
            work(take());
            steps++;
        }
        seconds += processor_seconds() - began;
        /* What is left is given back by the end of the process, or is small (one contract). */
    }
    uint64_t all = 0;
    for (int i = 0; i < EVENT_KINDS; i++) all += events[i];
    printf("{\"who\": \"c\", \"live\": %d, \"incidents\": %" PRIu64 ", \"events\": %" PRIu64 ", \"acknowledged\": %" PRIu64
           ", \"exhausted\": %" PRIu64 ", \"attempts\": [", live, events[INCIDENT_ENDED], all, acknowledged, exhausted);
    for (int i = 0; i < OUTCOMES; i++) printf("%s%" PRIu64, i ? ", " : "", outcomes[i]);
    printf("], \"steps\": %" PRIu64 ", \"cpu_s\": %.6f}\n", steps, seconds);
    return 0;
}
