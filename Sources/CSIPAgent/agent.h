/* What the files of this target share. */
#ifndef NIGHTCALL_AGENT_H
#define NIGHTCALL_AGENT_H

#include <re/re.h>
#include "include/sip_agent.h"

/* Linear samples of one packet of 20 ms. */
enum { FRAME_SAMPLES = 160, FRAME_MS = 20 };

/* After the answer nothing is spoken for this long: the far end is still putting the receiver to its ear. */
enum { FIRST_QUIET_FRAMES = 25 };

/* For digest. A registration holds them beyond its trunk, until its end is answered. */
struct credentials {
	char *user, *password;
};

struct trunk {
	struct le le;
	uint64_t id;
	struct sip *sip;
	struct sipsess_sock *sock;
	struct sip_lsnr *lsnr;
	struct tls *tls;
	struct sipreg *reg;
	struct sip_dialog *options_dialog;
	struct sip_request *options_request;
	struct sip_auth *options_auth;
	struct tmr options_timer;
	/* Our own address, without a port. */
	struct sa local;
	enum sip_transp transport;
	char *route, *from, *identity, *contact_user, *registrar;
	/* NULL where the trunk asks for none. */
	struct credentials *credentials;
	uint32_t options_seconds;
	bool a_law_first;
	/* What was last answered to REGISTER and OPTIONS; 0 for nothing, -1 for not yet. */
	int registered, reached;
};

struct sip_agent_prompt {
	size_t count;
	int16_t samples[];
};

/* What a call is saying. */
struct speech {
	uint64_t token;
	struct sip_agent_prompt **prompts;
	size_t count, prompt, sample;
};

struct media {
	struct sdp_session *sdp;
	struct sdp_media *audio;
	struct rtp_sock *rtp;
	struct dtmf_dec *tones;
	struct speech speech;
	uint64_t started_at;
	uint64_t frames;
	uint32_t timestamp;
	/* The last telephone event (RFC 4733), by its RTP timestamp. */
	uint32_t event_timestamp;
	bool had_event;
	/* Samples heard since the answer, and how many of them were speech. */
	uint32_t heard, spoken, speaking_until;
	bool is_machine;
};

struct call {
	struct le le;
	uint64_t id;
	struct trunk *trunk;
	struct sipsess *session;
	struct media media;
	struct sip_agent_end end;
	/* Of its INVITE: the Via, where its branch stands in it, and where it was sent. */
	char *via;
	struct pl branch;
	struct sa destination;
};

/* The call whose first INVITE is just being sent: it has no session yet. */
extern struct call *agent_dialling;

extern struct list agent_calls, agent_trunks;
extern struct sip_agent_handlers agent_handlers;
extern void *agent_context;

struct trunk *trunk_find(uint64_t id);
struct call *call_find(uint64_t id);
void call_drop(struct call *call);

/* A `sip_auth_h` whose argument are credentials; EAUTH without. */
int credentials_handler(char **user, char **password, const char *realm, void *arg);

/* NULL for what is no message. */
struct sip_msg *message_decoded(const uint8_t *packet, size_t length);
void farewell_sent(const uint8_t *packet, size_t length, const struct sa *destination);
void farewell_received(const struct sip_msg *msg);

int media_open(struct media *media, struct call *call);
void media_close(struct media *media);
int media_take_description(struct media *media, const struct sip_msg *msg, bool offer);
void media_start(struct media *media);
void media_tick(struct call *call, uint64_t now);
void media_key_from_info(struct call *call, const struct sip_msg *msg);

#endif
