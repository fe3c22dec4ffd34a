/* The agent as a whole: its loop, its clock, and what is watched beside SIP. */
#include "agent.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

struct list agent_calls, agent_trunks;
struct sip_agent_handlers agent_handlers;
void *agent_context;

static struct tmr frame_timer, tick_timer;
static uint64_t next_frame_at;

/* Calls, sockets of calls and connections of trunks. */
enum { FILE_LIMIT = 8192 };

static void frame_handler(void *arg)
{
	uint64_t now = tmr_jiffies();
	struct le *le = list_head(&agent_calls);
	(void)arg;

	while (le) {
		struct call *call = le->data;
		le = le->next;
		media_tick(call, now);
	}
	/* By the clock and not from now, so that speech does not run slow. After a pause of the machine it is not made up. */
	next_frame_at += FRAME_MS;
	if (next_frame_at <= now)
		next_frame_at = now + 1;
	tmr_start(&frame_timer, next_frame_at - now, frame_handler, NULL);
}

static void tick_handler(void *arg)
{
	(void)arg;
	tmr_start(&tick_timer, 100, tick_handler, NULL);
	agent_handlers.tick(agent_context);
}

int sip_agent_detach(void)
{
	pid_t child = fork();

	if (child < 0)
		return errno;
	if (child > 0)
		_exit(0);
	return setsid() < 0 ? errno : 0;
}

int sip_agent_init(const struct sip_agent_handlers *handlers, void *context)
{
	int err;

	agent_handlers = *handlers;
	agent_context = context;
	err = libre_init();
	if (!err)
		err = fd_setsize(FILE_LIMIT);
	if (err)
		return err;
	next_frame_at = tmr_jiffies();
	tmr_start(&frame_timer, FRAME_MS, frame_handler, NULL);
	tmr_start(&tick_timer, 100, tick_handler, NULL);
	return 0;
}

int sip_agent_run(void)
{
	return re_main(NULL);
}

void sip_agent_stop(void)
{
	re_cancel();
}

/* libre gives its handlers the flags first. */
struct watch {
	struct le le;
	int fd;
	void (*handler)(void *argument);
	void *argument;
};
static struct list watches;

static struct watch *watch_find(int fd)
{
	struct le *le;

	for (le = watches.head; le; le = le->next) {
		struct watch *watch = le->data;
		if (watch->fd == fd)
			return watch;
	}
	return NULL;
}

static void watch_handler(int flags, void *arg)
{
	struct watch *watch = arg;
	(void)flags;
	watch->handler(watch->argument);
}

static void watch_destructor(void *arg)
{
	struct watch *watch = arg;
	list_unlink(&watch->le);
}

int sip_agent_watch(int fd, bool writing, void (*handler)(void *argument), void *argument)
{
	struct watch *watch = watch_find(fd);

	if (!watch) {
		watch = mem_zalloc(sizeof(*watch), watch_destructor);
		if (!watch)
			return ENOMEM;
		watch->fd = fd;
		list_append(&watches, &watch->le, watch);
	}
	watch->handler = handler;
	watch->argument = argument;
	return fd_listen(fd, writing ? FD_READ | FD_WRITE : FD_READ, watch_handler, watch);
}

void sip_agent_unwatch(int fd)
{
	fd_close(fd);
	mem_deref(watch_find(fd));
}
