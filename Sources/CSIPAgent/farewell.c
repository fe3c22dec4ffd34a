/* How a call can be ended by another process, when this one has died: its INVITE can be cancelled (RFC 3261, 9.1) and its
 * dialog left (15.1.1) by whoever knows what was sent. */
#include "agent.h"
#include <errno.h>
#include <string.h>

static bool begins(const uint8_t *packet, size_t length, const char *word)
{
	return length > strlen(word) && !memcmp(packet, word, strlen(word));
}

struct sip_msg *message_decoded(const uint8_t *packet, size_t length)
{
	struct mbuf *copy = mbuf_alloc(length);
	struct sip_msg *msg = NULL;

	if (!copy)
		return NULL;
	(void)mbuf_write_mem(copy, packet, length);
	copy->pos = 0;
	if (sip_msg_decode(&msg, copy))
		msg = NULL;
	mem_deref(copy);
	return msg;
}

static struct call *call_of(const struct sip_msg *msg)
{
	struct le *le;

	for (le = agent_calls.head; le; le = le->next) {
		struct call *call = le->data;
		if (call->session && !pl_strcmp(&msg->callid, sip_dialog_callid(sipsess_dialog(call->session))))
			return call;
	}
	return agent_dialling;
}

static bool route_handler(const struct sip_hdr *header, const struct sip_msg *msg, void *arg)
{
	(void)msg;
	(void)mbuf_printf(arg, "Route: %r\r\n", &header->val);
	return false;
}

/* A CANCEL is of the INVITE's own transaction; a BYE begins one of its own. */
static int print_via(struct mbuf *text, const struct sip_msg *msg, bool is_bye)
{
	const struct pl *via = &msg->via.val, *branch = &msg->via.branch;
	size_t before = (size_t)(branch->p - via->p);

	if (!is_bye || !branch->p || before > via->l)
		return mbuf_printf(text, "Via: %r\r\n", via);
	return mbuf_printf(text, "Via: %b%sz9hG4bK%016llx%b\r\n", via->p, before, "", rand_u64(), branch->p + branch->l,
			   via->l - before - branch->l);
}

void farewell_sent(const uint8_t *packet, size_t length, const struct sa *destination)
{
	bool is_bye = begins(packet, length, "ACK ");
	struct sip_msg *msg;
	struct call *call;
	struct mbuf *text;
	char *message = NULL, address[64];

	if (!is_bye && !begins(packet, length, "INVITE "))
		return;
	msg = message_decoded(packet, length);
	call = msg ? call_of(msg) : NULL;
	text = call ? mbuf_alloc(512) : NULL;
	if (text) {
		(void)mbuf_printf(text, "%s %r SIP/2.0\r\n", is_bye ? "BYE" : "CANCEL", &msg->ruri);
		(void)print_via(text, msg, is_bye);
		(void)mbuf_printf(text, "Max-Forwards: 70\r\n");
		(void)sip_msg_hdr_apply(msg, true, SIP_HDR_ROUTE, route_handler, text);
		(void)mbuf_printf(text, "To: %r\r\nFrom: %r\r\nCall-ID: %r\r\nCSeq: %u %s\r\nContent-Length: 0\r\n\r\n",
				  &msg->to.val, &msg->from.val, &msg->callid, msg->cseq.num + (is_bye ? 1 : 0),
				  is_bye ? "BYE" : "CANCEL");
		text->pos = 0;
		if (!mbuf_strdup(text, &message, text->end) && re_snprintf(address, sizeof(address), "%J", destination) > 0)
			agent_handlers.farewell(agent_context, call->id, message, address);
	}
	mem_deref(message);
	mem_deref(text);
	mem_deref(msg);
}

struct silence {
	struct le le;
	uint64_t id;
	struct trunk *trunk;
	struct mbuf *message;
	struct sa destination;
	char *callid, *method;
	struct tmr timer;
	uint32_t times;
	bool is_answered;
};
static struct list silences;

static void silence_destructor(void *arg)
{
	struct silence *silence = arg;

	list_unlink(&silence->le);
	tmr_cancel(&silence->timer);
	mem_deref(silence->message);
	mem_deref(silence->callid);
	mem_deref(silence->method);
	mem_deref(silence->trunk);
}

/* 0, 0.5, 1.5, 3.5, 7.5 s ... as requests are sent again over UDP (RFC 3261, 17.1.2). */
static void silence_send(void *arg)
{
	struct silence *silence = arg;
	uint64_t pause = (uint64_t)SIP_T1 << min(silence->times, 3U);

	if (silence->times++ >= 10) {
		mem_deref(silence);
		return;
	}
	silence->message->pos = 0;
	(void)sip_send(silence->trunk->sip, NULL, silence->trunk->transport, &silence->destination, silence->message);
	tmr_start(&silence->timer, pause, silence_send, silence);
}

static void silence_over(void *arg)
{
	struct silence *silence = arg;
	uint64_t id = silence->id;

	mem_deref(silence);
	agent_handlers.silenced(agent_context, id);
}

/* How long it is not silent yet. Who takes a BYE is, and who knows of no such call; so is who takes a CANCEL. Who knows of
 * nothing to cancel may have picked up just before: without an ACK that ends after 64 T1 (RFC 3261, 13.3.1.4). */
static uint64_t silence_wait(const struct sip_msg *msg)
{
	bool is_cancel = !pl_strcmp(&msg->cseq.met, "CANCEL");

	return is_cancel && msg->scode >= 300 ? 64 * (uint64_t)SIP_T1 : 0;
}

void farewell_received(const uint8_t *packet, size_t length)
{
	struct sip_msg *msg;
	struct le *le;

	if (list_isempty(&silences) || !begins(packet, length, "SIP/2.0 "))
		return;
	msg = message_decoded(packet, length);
	for (le = msg ? silences.head : NULL; le; le = le->next) {
		struct silence *silence = le->data;
		if (msg->scode >= 200 && !silence->is_answered && !pl_strcmp(&msg->callid, silence->callid) &&
		    !pl_strcmp(&msg->cseq.met, silence->method)) {
			silence->is_answered = true;
			tmr_start(&silence->timer, silence_wait(msg), silence_over, silence);
			break;
		}
	}
	mem_deref(msg);
}

int sip_agent_silence(uint64_t id, uint64_t trunk_id, const char *message, const char *address)
{
	struct trunk *trunk = trunk_find(trunk_id);
	struct silence *silence;
	struct sip_msg *msg;
	int err;

	if (!trunk)
		return ENOENT;
	msg = message_decoded((const uint8_t *)message, strlen(message));
	silence = msg ? mem_zalloc(sizeof(*silence), silence_destructor) : NULL;
	if (!silence) {
		mem_deref(msg);
		return EBADMSG;
	}
	silence->id = id;
	silence->trunk = mem_ref(trunk);
	silence->message = mbuf_alloc(strlen(message));
	err = silence->message ? mbuf_write_str(silence->message, message) : ENOMEM;
	err |= pl_strdup(&silence->callid, &msg->callid);
	err |= pl_strdup(&silence->method, &msg->met);
	err |= sa_decode(&silence->destination, address, strlen(address));
	mem_deref(msg);
	if (err) {
		mem_deref(silence);
		return EBADMSG;
	}
	list_append(&silences, &silence->le, silence);
	silence_send(silence);
	return 0;
}
