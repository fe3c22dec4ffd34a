/* Telephone calls over SIP (RFC 3261) with G.711 speech, on Debian's libre.
 *
 * One agent a process and one thread: everything here is called from the thread that is in `sip_agent_run`, and every
 * handler is called on it. A number names a call or a trunk for its whole life, and none is used twice. Every text that
 * comes in here stands in a SIP message as it is: whoever calls has made sure that it holds no control character.
 *
 * Functions that can fail give 0, or an error number of errno.h.
 */
#ifndef NIGHTCALL_SIP_AGENT_H
#define NIGHTCALL_SIP_AGENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a call came to its end. */
struct sip_agent_end {
	/* The final status of the far end; 0 when there was none. */
	int status;
	/* The cause of Q.850, from the `Reason` field (RFC 3326); 0 when there was none. */
	int cause;
	/* What failed, by errno.h; 0 when nothing did. */
	int error;
	/* Whether the agent had been told to hang up before. */
	bool hung_up;
	bool answered;
};

/* What happens. `context` is what was given to `sip_agent_init`. */
struct sip_agent_handlers {
	/* A provisional answer: 100, 180, 181, 182, 183 ... */
	void (*progress)(void *context, uint64_t call, int status);
	void (*answered)(void *context, uint64_t call);
	/* A key, by RFC 4733, SIP INFO or as a tone: 0-9, * or #. */
	void (*key)(void *context, uint64_t call, char key);
	/* What was said under this token was spoken to its end. */
	void (*said)(void *context, uint64_t call, uint64_t token);
	/* Whoever answered speaks so long without a pause that it is a machine's greeting. Told once at most. */
	void (*machine)(void *context, uint64_t call);
	/* What another process would have to send, and where, to end this call after the death of this one: a CANCEL until the
	 * answer, a BYE from then on. From the first ringing until the answer there is a second to be sent behind the CANCEL: a
	 * BYE, for whoever picks up meanwhile. */
	void (*farewell)(void *context, uint64_t call, bool is_second, const char *message, const char *address);
	/* What `sip_agent_silence` sends was answered: a CANCEL has reached whom it was for, a BYE has ended the call. */
	void (*silenced)(void *context, uint64_t silence);
	/* The last transaction of the call has ended: nothing rings and nothing talks any more. */
	void (*ended)(void *context, uint64_t call, struct sip_agent_end end);
	/* The registrar or the proxy has answered with this status, or `error` says why not. */
	void (*trunk)(void *context, uint64_t trunk, int status, int error);
	/* Ten times a second. */
	void (*tick)(void *context);
};

/* A connection to a provider or a PBX. Texts may be NULL where it says so. */
struct sip_agent_trunk {
	/* `udp`, `tcp` or `tls`. */
	const char *transport;
	/* Where requests go, such as `sip:192.0.2.1:5060;transport=udp`. */
	const char *route;
	/* The host of `route`: an address, or a name. */
	const char *host;
	/* Our own address; NULL for the one from which the host is reached. */
	const char *local;
	/* Our own port; 0 for any. */
	uint16_t local_port;
	/* Who calls, such as `sip:+815012345678@pbx.example`. */
	const char *from;
	/* P-Preferred-Identity (RFC 3325); NULL for none. */
	const char *identity;
	/* For digest; NULL for none. */
	const char *user;
	const char *password;
	/* Where to register, such as `sip:pbx.example`; NULL for nowhere. */
	const char *registrar;
	uint32_t register_seconds;
	/* How often OPTIONS asks whether the other side is there; 0 for never. */
	uint32_t options_seconds;
	/* Whether A-law is offered before mu-law. */
	bool a_law_first;
	/* A file with certificate and key, in PEM; NULL for one made on the spot. */
	const char *certificate;
};

/* Goes on in a process of its own, in a session of its own, and ends this one. Before anything else is called. */
int sip_agent_detach(void);

int sip_agent_init(const struct sip_agent_handlers *handlers, void *context);

/* Carries calls until `sip_agent_stop`. */
int sip_agent_run(void);
void sip_agent_stop(void);

int sip_agent_trunk_add(uint64_t trunk, const struct sip_agent_trunk *settings);

/* Ends its calls and its registration. */
void sip_agent_trunk_remove(uint64_t trunk);

/* Dials. `to` is a SIP URI, `reference` goes out as X-NightCall-Try. The far end stops ringing by itself after
 * `expires_seconds` (RFC 3261, 13.3.1), should this process die. */
int sip_agent_dial(uint64_t call, uint64_t trunk, const char *to, const char *reference, uint32_t expires_seconds);

/* CANCEL or BYE; `ended` follows. */
void sip_agent_hang_up(uint64_t call);

/* Sends the farewell of a call that a dead process had, again and again until it is answered, for half a minute at most. The
 * number is one of its own. */
int sip_agent_silence(uint64_t silence, uint64_t trunk, const char *message, const char *address);

/* Speech: 16-bit samples, 8,000 a second. Kept until `sip_agent_prompt_free` and as long as a call speaks it. */
struct sip_agent_prompt;
struct sip_agent_prompt *sip_agent_prompt_new(const int16_t *samples, size_t count);
void sip_agent_prompt_free(struct sip_agent_prompt *prompt);

/* The linear sample of one of G.711's mu-law (ITU-T G.711, table 2a). */
int16_t sip_agent_linear(uint8_t code);

/* Speaks these, one after the other, instead of what is being spoken. Before the answer nothing is. */
int sip_agent_say(uint64_t call, uint64_t token, struct sip_agent_prompt *const *prompts, size_t count);

/* Calls `handler` on this thread whenever something can be read, or written if `writing`. */
int sip_agent_watch(int fd, bool writing, void (*handler)(void *argument), void *argument);
void sip_agent_unwatch(int fd);

#endif
